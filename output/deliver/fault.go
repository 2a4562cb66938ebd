package deliver

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"path"
	"regexp"
	"strings"

	"github.com/wneessen/go-mail"
)

// Fault is why a letter was not sent. Text says in Chinese what happened,
// where, why and what to do.
type Fault struct {
	Server bool // every letter would fail alike: leave the server alone for a while
	Final  bool // this letter will never be taken for this address
	Cut    bool // the connection is gone
	Text   string
}

func (f *Fault) Error() string { return f.Text }

// connectFault tells why there is no session.
func (s Server) connectFault(err error) *Fault {
	return &Fault{Server: true, Cut: true, Text: s.tell(s.whyNotConnected(err))}
}

// whyNotConnected is house style: what, why, what to do.
func (s Server) whyNotConnected(err error) string {
	where := "邮件服务器" + s.Where()
	var dns *net.DNSError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var network net.Error
	text := err.Error()
	switch {
	case errors.As(err, &dns):
		return "找不到" + where + "。请核对方案“邮件服务器”和本机网络。"
	case errors.As(err, &unknown):
		return where + "的证书不是本机信任的机构签发的，未连接。单位自己签发证书的，请把根证书文件放进工作区，填在方案“邮件根证书”中。"
	case errors.As(err, &host):
		return where + "的证书不是发给这个名称的，未连接。请核对方案“邮件服务器”是否写的是证书上的名称。"
	case errors.As(err, &invalid):
		return where + "的证书已过期或不适用，未连接。请核对本机时间；时间无误的，请邮件管理员更换证书。"
	case errors.As(err, &record):
		return where + "这个端口不是TLS。请核对方案“邮件端口”和“邮件加密”（STARTTLS一般用587，TLS一般用465）。"
	case strings.Contains(text, "does not support STARTTLS"):
		return where + "不支持STARTTLS，未发送。请核对方案“邮件端口”，或把“邮件加密”改为TLS。"
	case strings.Contains(text, "unencrypted connection"), errors.Is(err, mail.ErrNoSupportedAuthDiscovered) && s.Security == Plain:
		return where + "的连接没有加密，不在上面传送口令。请把方案“邮件加密”改为STARTTLS或TLS。"
	case strings.Contains(text, "does not support SMTP AUTH"), errors.Is(err, mail.ErrNoSupportedAuthDiscovered):
		return where + "不提供本程序支持的登录方式。不需要登录的，请把方案“邮件账号”留空。"
	case loginRefused(err):
		return where + fmt.Sprintf("不接受账号或口令（%d）。", code(err)) + "请核对方案“邮件账号”和环境变量" + PasswordVariable + "；有的邮箱要用另行生成的授权码。"
	case code(err) == 421:
		return where + "暂停服务（" + answer(err) + "），稍后自动重试。"
	case code(err) > 0:
		return where + "拒绝连接（" + answer(err) + "）。请与邮件管理员联系。"
	case errors.As(err, &network) && network.Timeout():
		return where + "没有应答。请核对服务器名称、端口和防火墙，稍后自动重试。"
	case errors.Is(err, io.EOF), strings.Contains(text, "reset by peer"):
		return where + "断开了连接。请核对方案“邮件端口”和“邮件加密”（STARTTLS一般用587，TLS一般用465），稍后自动重试。"
	}
	return "连接不上" + where + "（" + oneLine(text) + "）。请核对服务器名称、端口和防火墙，稍后自动重试。"
}

// PasswordVariable is the environment variable that holds the password: it is
// written nowhere else.
const PasswordVariable = "TONGBAO_MAIL_PASSWORD"

func loginRefused(err error) bool {
	switch code(err) {
	case 454, 530, 534, 535, 538:
		return true
	}
	return code(err) >= 500 && strings.Contains(err.Error(), "SMTP AUTH failed")
}

// sendFault tells why the server did not take a letter.
func (s Server) sendFault(err error, to string) *Fault {
	where := "邮件服务器" + s.Where()
	var sent *mail.SendError
	reason := mail.ErrAmbiguous
	n := code(err)
	if errors.As(err, &sent) {
		reason = sent.Reason
		if sent.ErrorCode() > 0 {
			n = sent.ErrorCode()
		}
	}
	f := &Fault{Final: n >= 500}
	switch {
	case n == 0:
		f.Cut = true
		f.Text = where + "在传送中断开了连接，稍后自动重试。"
	case n == 421:
		f.Server, f.Cut = true, true
		f.Text = where + "暂停服务（" + answer(err) + "），稍后自动重试。"
	case reason == mail.ErrSMTPMailFrom:
		f.Server, f.Final = true, false
		f.Text = where + "不接受发件人" + s.From + "（" + answer(err) + "）。请核对方案“发件人”是否与“邮件账号”一致。"
	case reason == mail.ErrSMTPRcptTo && f.Final:
		f.Text = where + "不接受收件地址" + to + "（" + answer(err) + "）。请核对这个地址；改正后自动重发，也可以从outbox人工转发。"
	case f.Final:
		f.Text = where + "不接受这封邮件（" + answer(err) + "）。请从outbox人工转发。"
	default:
		f.Text = where + "暂时不接受发往" + to + "的邮件（" + answer(err) + "），稍后自动重试。"
	}
	f.Text = s.tell(f.Text)
	return f
}

// tell takes the password out of what a server may have repeated.
func (s Server) tell(text string) string {
	if s.Password == "" {
		return text
	}
	for _, secret := range []string{s.Password, base64.StdEncoding.EncodeToString([]byte(s.Password)), base64.StdEncoding.EncodeToString([]byte("\x00" + s.User + "\x00" + s.Password))} {
		text = strings.ReplaceAll(text, secret, "******")
	}
	return text
}

// code is the server's answer code in an error, 0 where it did not answer.
func code(err error) int {
	var answered *textproto.Error
	if errors.As(err, &answered) {
		return answered.Code
	}
	var n int
	if m := answerPattern.FindString(err.Error()); m != "" {
		fmt.Sscanf(m, "%d", &n)
	}
	return n
}

// answerPattern finds an answer where go-mail hands on the text alone.
var answerPattern = regexp.MustCompile(`\b[45]\d\d[ -].*`)

// answer is what the server said, on one line and not too long.
func answer(err error) string {
	text := answerPattern.FindString(oneLine(err.Error()))
	if text == "" {
		text = oneLine(err.Error())
	}
	text, _, _ = strings.Cut(text, ", affected ") // go-mail's own addition
	text = strings.ReplaceAll(text, `"`, "")
	if r := []rune(text); len(r) > 160 {
		text = string(r[:160]) + "…"
	}
	return text
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "〓"), func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}

// contentType is fixed by the name's end: the system's own list differs from
// one machine to the next.
func contentType(name string) mail.ContentType {
	switch path.Ext(name) {
	case ".pdf":
		return "application/pdf"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
