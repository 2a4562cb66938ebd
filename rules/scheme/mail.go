package scheme

import (
	"net/mail"
	"path/filepath"
	"strings"

	"tongbao/ingest/finding"
)

// Settings of 邮件. The password is no setting: it comes from the environment.
const (
	MailServerSetting   = "邮件服务器"
	MailPortSetting     = "邮件端口"
	MailSecuritySetting = "邮件加密"
	MailAccountSetting  = "邮件账号"
	MailFromSetting     = "发件人"
	MailRootsSetting    = "邮件根证书"
	MailOnlySetting     = "邮件白名单"
	MailReadersSetting  = "通报收件邮箱"
	MailOfficeSetting   = "办公室邮箱"
	MailDaysSetting     = "邮件重试期限"
)

// What 邮件加密 may say.
const (
	MailStartTLS = "STARTTLS"
	MailTLS      = "TLS"
	MailPlain    = "不加密"
)

// MailAddresses are the addresses that a setting lists, without blanks.
func (s *Settings) MailAddresses(name string) []string { return splitList(s.Other[name]) }

// mailAddress reports whether a text is one bare address of the kind that
// every mail server takes: no name beside it, nothing but ASCII.
func mailAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text {
		return false
	}
	return strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// mailSettings refuses what no mail could be sent with.
func (b *builder) mailSettings(rows map[string]*line, values map[string]string) {
	for _, name := range []string{MailFromSetting, MailOnlySetting, MailReadersSetting, MailOfficeSetting} {
		list := splitList(values[name])
		for _, address := range list {
			if !mailAddress(address) {
				rows[name].fault("值", "设置"+finding.Quote(name)+"中的"+finding.Quote(address)+"不是邮箱地址。", "请填如 office@example.cn；有几个的用逗号分开。")
			}
		}
		if len(list) > 1 && (name == MailFromSetting || name == MailOfficeSetting) {
			rows[name].fault("值", "设置"+finding.Quote(name)+"只能填一个邮箱地址。", "")
		}
	}
	b.wholeSetting(rows[MailPortSetting], values[MailPortSetting], 1, 65535)
	b.wholeSetting(rows[MailDaysSetting], values[MailDaysSetting], 1, 60)
	server := values[MailServerSetting]
	switch {
	case server == "":
	case strings.ContainsAny(server, ":/@ \t"):
		rows[MailServerSetting].fault("值", "设置“"+MailServerSetting+"”的值"+finding.Quote(server)+"不是服务器名称。", "只写名称，如 mail.example.cn；端口另填在“"+MailPortSetting+"”。")
	case values[MailFromSetting] == "":
		rows[MailServerSetting].fault("值", "设置了邮件服务器，没有填写“"+MailFromSetting+"”。", "请在“"+MailFromSetting+"”中填写发件人的邮箱地址。")
	}
	if roots := values[MailRootsSetting]; roots != "" && !filepath.IsLocal(filepath.FromSlash(roots)) {
		rows[MailRootsSetting].fault("值", finding.Quote(roots)+"不是工作区中的文件。", "请把证书文件放进工作区，填文件名，如 mail-ca.pem。")
	}
}
