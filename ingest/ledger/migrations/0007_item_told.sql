-- A month issued again tells its items as they stood then, while later months
-- have taken them further: what the document prints, where that is not the
-- state that it leaves the item in.
ALTER TABLE item_state ADD COLUMN told TEXT;
