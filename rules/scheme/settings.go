package scheme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
)

// setting is one row that 设置 may have.
type setting struct {
	name     string
	required bool
	fallback string
	choices  []string
	help     string
}

// Settings that are asked for by name from outside this package.
const (
	EscalationSetting = "督办升级"
	FundSetting       = "经费指标"
	FundAmountSetting = "年度经费口径"
	ChangesSetting    = "人员变动表"
	SenderSetting     = "报送单位称呼"
	ContactSetting    = "联系人"
	PhoneSetting      = "联系电话"

	LongestTextSetting = "文字上限"
	MostEntriesSetting = "记录上限"
)

// knownSettings is every setting. A name that is not here is refused, since a
// misspelt one would be ignored in silence.
var knownSettings = []setting{
	{"发文机关", true, "", nil, "署名和红头"},
	{"文号代字", true, "", nil, "如 示招办"},
	{"依据文件", false, "", nil, "正文开头引用的文件名和文号"},
	{"主送", false, "", nil, ""},
	{"抄送", false, "", nil, "不含句号"},
	{"附注", false, "", nil, "印在成文日期下面，不写括号，如 此件公开发布"},
	{"异议期", false, "", nil, "几个工作日内可对通报、评比书面提出异议；不填的，文件中写作“及时”，定稿不等待"},
	{"地区名称", false, "", nil, "全县合计等用语中的地区，如 示例县"},
	{"统计范围", false, "招商专班", nil, "标题中的称呼"},
	{SenderSetting, false, "专班", nil, "文件、回执中对报送单位的统称，如 工作组"},
	{"年度起", false, "1月", nil, "统计年度的第一个月"},
	{"年度止", false, "", nil, "统计年度的最后一个月，不填由年度起推定"},
	{"启用月", false, "", nil, "从哪个月起须报月报表，如 2023-01"},
	{"时区", false, "UTC+8", []string{"UTC+8", "北京时间"}, "只支持北京时间"},
	{"报送截止日", false, "5", nil, "次月几日，遇休息日顺延到下一个工作日"},
	{"订正期", false, "3", nil, "截止后几个工作日内改正的仍为按时"},
	{"签发方式", false, signAuto, []string{signAuto, signManual}, "人工：先出送审稿，取得文号后再签发"},
	{"项目阶段", true, "", nil, "按先后，不含终止"},
	{"终止阶段", false, "终止", nil, ""},
	{EscalationSetting, false, "", nil, "逾期未改的逐月加重，由轻到重，用逗号分开；只作为建议印在内部专报上"},
	{FundSetting, false, "", nil, "年考核核对经费用的指标代码，不填则不列经费"},
	{FundAmountSetting, false, "", nil, "计算口径中写明每个专班年度经费的事项"},
	{StaffSetting, false, "", nil, "每个成员单位（含牵头单位）都要有的人员类别，用逗号分开；不填则不核对成员名册是否配齐"},
	{ChangesSetting, false, "", nil, "月报表中报备人员变动的工作表，年考核列出其内容"},
	{"单个文件上限", false, "", nil, "兆字节"},
	{"工作表行数上限", false, "", nil, "行"},
	{LongestTextSetting, false, "500", nil, "字；一个单元格最多写多少字，“栏目”中另定“最大”的除外"},
	{MostEntriesSetting, false, "300", nil, "条；一张表一个月最多填多少条记录，多出的整表退回核对"},
	{"单个文件读取时限", false, "", nil, "秒；读取一个过大的文件最多用多少处理器时间"},
	{"单个文件读取内存", false, "", nil, "兆字节；读取一个过大的文件最多用多少内存"},
	{"文件稳定时间", false, "", nil, "秒；文件多久不变才收取"},
	{"残缺文件时限", false, "", nil, "分钟；未传完的文件等多久后移出"},
	{BackupFolderSetting, false, "backup", nil, "每日备份存放的文件夹，工作区内的名称，或另一块磁盘上的完整路径"},
	{BackupsKeptSetting, false, "7", nil, "份；新备份核对无误后，更早的才删去"},
	{MailServerSetting, false, "", nil, "如 mail.example.cn；不填则不发邮件，各件都在outbox中待人工转发"},
	{MailPortSetting, false, "", nil, "不填按加密方式取587、465或25"},
	{MailSecuritySetting, false, MailStartTLS, []string{MailStartTLS, MailTLS, MailPlain}, "STARTTLS：先连后加密（常用端口587）；TLS：全程加密（465）；不加密（25）"},
	{MailAccountSetting, false, "", nil, "口令只从环境变量 TONGBAO_MAIL_PASSWORD 读取，不写在这里；不填则不登录"},
	{MailFromSetting, false, "", nil, "发件人的邮箱地址"},
	{MailRootsSetting, false, "", nil, "工作区中的证书文件（PEM），邮件服务器用单位自己签发的证书时才填"},
	{MailOnlySetting, false, "", nil, "演练时只向这些地址发邮件，用逗号分开；其余留在outbox。不填为不限"},
	{MailReadersSetting, false, "", nil, "月通报、季评比发到这些邮箱，用逗号分开"},
	{MailOfficeSetting, false, "", nil, "内部专报、年考核请示和无法识别报送人的回执发到这个邮箱"},
	{MailDaysSetting, false, "7", nil, "天；发不出去的邮件重试多少天"},
	{ContactSetting, false, "", nil, "回执、催报和请示附注中的联系岗位"},
	{PhoneSetting, false, "", nil, ""},
}

// The settings of the scheduled 备份.
const (
	BackupFolderSetting = "备份文件夹"
	BackupsKeptSetting  = "备份份数"
)

// Sender is what the county calls those who report, in every generated text.
func (s Settings) Sender() string {
	if term := s.Other[SenderSetting]; term != "" {
		return term
	}
	return "专班"
}

func settingNames() []string {
	var names []string
	for _, s := range knownSettings {
		names = append(names, s.name)
	}
	return names
}

// settings reads 设置. A setting that is absent or blank stands at its
// fallback.
func (b *builder) settings() {
	rows, values := map[string]*line{}, map[string]string{}
	for _, l := range b.of(sheetSettings) {
		b.setting(l, rows, values)
	}
	for _, k := range knownSettings {
		if values[k.name] == "" {
			values[k.name] = k.fallback
		}
		if k.required && values[k.name] == "" {
			b.missingSetting(k.name, rows[k.name])
		}
	}
	b.s.Settings = Settings{
		Office: values["发文机关"], DocumentCode: values["文号代字"], NoticeTitle: values["依据文件"],
		To: values["主送"], CopyTo: values["抄送"], Scope: values["统计范围"], County: values["地区名称"],
		Manual: values["签发方式"] == signManual, Terminated: values["终止阶段"],
		Stages: splitList(values["项目阶段"]), Other: values,
	}
	b.stages(rows["项目阶段"])
	b.calendarYear(rows, values)
	b.mailSettings(rows, values)
	b.s.Settings.DueDay = b.wholeSetting(rows["报送截止日"], values["报送截止日"], 1, 31)
	b.s.Settings.Correction = b.wholeSetting(rows["订正期"], values["订正期"], 0, 60)
	for _, name := range []string{"异议期", "单个文件上限", "工作表行数上限", LongestTextSetting, MostEntriesSetting, "单个文件读取时限", "单个文件读取内存", "文件稳定时间", "残缺文件时限", BackupsKeptSetting} {
		if values[name] != "" {
			b.wholeSetting(rows[name], values[name], 0, 1_000_000)
		}
	}
}

// settingNamesRows checks the settings that name a row of another sheet, which are read
// after 设置.
func (b *builder) settingNamesRows() {
	known := map[string][]string{FundSetting: nil, FundAmountSetting: nil, ChangesSetting: b.allSheets()}
	for _, i := range b.s.Indicators {
		known[FundSetting] = append(known[FundSetting], i.Code)
	}
	for item, c := range b.s.Choices {
		if _, number := c.Number(); number {
			known[FundAmountSetting] = append(known[FundAmountSetting], item)
		}
	}
	slices.Sort(known[FundAmountSetting])
	for _, l := range b.of(sheetSettings) {
		names, asks := known[l.text("名称")]
		if l.text("名称") == FundAmountSetting {
			b.reads(facts.ChoicePrefix + l.text("值"))
		}
		if value := l.text("值"); asks && value != "" && !slices.Contains(names, value) && !slices.Contains(b.broken, value) {
			l.unknown("值", "这个名称", value, names)
		}
	}
}

func (b *builder) setting(l *line, rows map[string]*line, values map[string]string) {
	name, value := l.text("名称"), l.text("值")
	i := slices.IndexFunc(knownSettings, func(k setting) bool { return k.name == name })
	switch {
	case name == "":
		return
	case i < 0:
		l.fault("名称", "没有"+finding.Quote(name)+"这项设置。", didYouMean(name, settingNames()))
		return
	case rows[name] != nil:
		l.fault("名称", fmt.Sprintf("%s与第%d行重复。", finding.Quote(name), rows[name].row), "请删去一行。")
		return
	}
	rows[name] = l
	if choices := knownSettings[i].choices; value != "" && choices != nil && !slices.Contains(choices, value) {
		l.fault("值", "设置"+finding.Quote(name)+"的值"+finding.Quote(value)+"不能识别。", didYouMean(value, choices)+choicesHint(choices))
		value = ""
	}
	values[name] = value
}

func (b *builder) missingSetting(name string, l *line) {
	if l != nil {
		l.fault("值", "设置"+finding.Quote(name)+"没有填写。", "")
		return
	}
	if len(b.of(sheetSettings)) > 0 {
		b.fault(sheetSettings, "", "缺少设置"+finding.Quote(name)+"。", "请增加一行。")
	}
}

// wholeSetting reads a whole number between low and high. Line is nil where
// the fallback is used.
func (b *builder) wholeSetting(l *line, value string, low, high int) int {
	n, err := strconv.Atoi(strings.TrimRight(width.Narrow.String(value), "日个工作天秒分钟"))
	if l != nil && value != "" && (err != nil || n < low || n > high) {
		l.fault("值", fmt.Sprintf("设置%s的值%s应为%d至%d的整数。", finding.Quote(l.text("名称")), finding.Quote(value), low, high), "")
	}
	return n
}

func (b *builder) stages(l *line) {
	seen := map[string]bool{}
	for _, s := range append(slices.Clone(b.s.Settings.Stages), b.s.Settings.Terminated) {
		if seen[s] && l != nil {
			l.fault("值", "项目阶段"+finding.Quote(s)+"写了两次。", "终止阶段另在“终止阶段”中填写。")
		}
		seen[s] = true
	}
}

// calendarYear reads where the reporting year starts. 年度止 only has to
// agree: a year is twelve months.
func (b *builder) calendarYear(rows map[string]*line, values map[string]string) {
	start, ok := monthNumber(values["年度起"])
	if !ok && rows["年度起"] != nil {
		rows["年度起"].fault("值", "年度起"+finding.Quote(values["年度起"])+"不是月份。", "请填1月至12月，如 1月。")
	}
	b.s.Settings.Calendar = ingest.Calendar{Start: start}
	if end, good := monthNumber(values["年度止"]); values["年度止"] != "" && ok && (!good || end != (start+10)%12+1) {
		rows["年度止"].fault("值", "年度止"+finding.Quote(values["年度止"])+"与年度起不合：统计年度应为十二个月。", fmt.Sprintf("年度起为%d月的，年度止应为%d月。", start, (start+10)%12+1))
	}
	if v := values["启用月"]; v != "" {
		p, good := parseMonth(width.Narrow.String(v))
		if !good {
			_, wrong, hint := readTime(month, width.Narrow.String(v))
			rows["启用月"].fault("值", "启用月"+finding.Quote(v)+wrong, hint)
		}
		b.s.Settings.FirstMonth = p
	}
}

func monthNumber(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSuffix(width.Narrow.String(s), "月"))
	if err != nil || n < 1 || n > 12 {
		return 1, false
	}
	return n, true
}
