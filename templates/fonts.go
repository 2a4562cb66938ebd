package templates

import _ "embed" // the faces

// Fonts are the built-in faces, TrueType, as strings: an embedded string is
// used where it lies, embedded bytes would be copied. Origin, licence and how
// they are made: fonts/README.md.
var (
	//go:embed fonts/song.ttf
	FontSong string // complete; 仿宋 and 宋, and what the others lack
	//go:embed fonts/biaosong.ttf
	FontBiaosong string // 小标宋
	//go:embed fonts/hei.ttf
	FontHei string // 黑体
	//go:embed fonts/kai.ttf
	FontKai string // 楷体
	//go:embed fonts/SHA256SUMS
	FontSums string // lines “sum  file”
)
