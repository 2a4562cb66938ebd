package scheme

import "testing"

func TestDefaultsLoad(t *testing.T) {
	s, err := Load(Defaults())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LoadRegister(RegisterDefaults(), s); err != nil {
		t.Fatal(err)
	}
}
