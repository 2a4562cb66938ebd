package output

import (
	"strings"
	"testing"
)

// Of 13 new items, or 26, the text says whose they are; the list annexed has
// every one. Of three with as many it is told at once, the most first. Twelve are told one by one.
func TestManyItemsAreLeftToTheList(t *testing.T) {
	for _, c := range []struct {
		forces []string
		cut    int
		says   string
		listed int
	}{
		{[]string{"甲"}, 0, "本月新增13项，均属甲方专班，具体见督办事项清单。", 13},
		{[]string{"甲", "乙"}, 0, "本月新增26项，其中甲方专班13项、乙方专班13项，具体见督办事项清单。", 26},
		{[]string{"甲", "乙", "丙"}, 0, "本月新增39项，其中甲方、乙方、丙方3个专班各13项，具体见督办事项清单。", 39},
		{[]string{"甲", "乙", "丙", "丁", "丁"}, 0, "本月新增65项，其中服务专班26项，甲方、乙方、丙方3个专班各13项，具体见督办事项清单。", 65},
		{[]string{"甲", "乙", "丙"}, 1, "本月新增38项，其中甲方专班12项、乙方专班13项、丙方专班13项，具体见督办事项清单。", 38},
		{[]string{"甲"}, 1, "本月新增12项。甲方专班问题待整改（督办〔2023〕1号）；甲方专班问题待整改（督办〔2023〕2号）；", 12},
	} {
		in := troubledMonth(c.forces...)
		in.Items = in.Items[c.cut:]
		for i := range in.Items {
			in.Items[i].ID = troubledMonth(c.forces...).Items[i].ID
		}
		d, err := Circular(in, wording(t))
		if err != nil {
			t.Fatal(err)
		}
		text := Text(d)
		if !strings.Contains(text, c.says) {
			t.Errorf("%q is not in\n%s", c.says, text)
		}
		if n := strings.Count(text, "问题待整改│限期整改│"); n != c.listed {
			t.Errorf("%d of %d items are listed\n%s", n, c.listed, text)
		}
	}
}
