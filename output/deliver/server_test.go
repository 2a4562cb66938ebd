package deliver_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/output/deliver"
	"tongbao/output/deliver/mailtest"
)

var ctx = context.Background()

func letter() deliver.Letter {
	return deliver.Letter{ID: "示例", At: time.Date(2023, 10, 7, 16, 20, 0, 0, ingest.Zone), Subject: "2023年9月月报表第1次报送：退回",
		Text: "示例专班：\n.一行以点开头\n　　请改正后重新报送。\n",
		Files: []deliver.File{
			{Name: "开发区招商专班_第1次（退回）.xlsx", Content: bytes.Repeat([]byte{0, 1, 2, '\r', '\n', '.', 250}, 9000)},
			{Name: "回执.txt", Content: []byte("\ufeff月报表回执\r\n")},
		}}
}

func server(s *mailtest.Server, security deliver.Security) deliver.Server {
	return deliver.Server{Name: "localhost", Port: s.Port, Security: security, User: mailtest.User, Password: mailtest.Password,
		From: mailtest.User, FromName: "示例县工作领导小组办公室", Roots: s.Roots(), Timeout: 3 * time.Second}
}

// send is one letter over a connection of its own.
func send(s deliver.Server, to string) error {
	session, err := s.Connect(ctx)
	if err != nil {
		return err
	}
	defer session.Quit()
	return session.Send(ctx, letter(), to)
}

// What arrives is read by the standard library, which had no part in writing
// it: subject, both spellings of the file name, and every byte.
func TestWhatArrivesIsWhatWasSent(t *testing.T) {
	for name, implicit := range map[string]bool{"STARTTLS": false, "TLS": true} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.Start(t, implicit)
			if err := send(server(s, map[bool]deliver.Security{false: deliver.StartTLS, true: deliver.TLS}[implicit]), "kfq@example.cn"); err != nil {
				t.Fatal(err)
			}
			got := s.Received()
			if len(got) != 1 || !got[0].Secure || got[0].To != "kfq@example.cn" || s.Logins() != 1 {
				t.Fatalf("%d letters, %d log-ins", len(got), s.Logins())
			}
			compare(t, got[0].Data)
		})
	}
}

func compare(t *testing.T, data []byte) {
	t.Helper()
	want := letter()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var words mime.WordDecoder
	subject, err := words.DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != want.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Name != "示例县工作领导小组办公室" {
		t.Errorf("from %v, %v", from, err)
	}
	if at, err := m.Header.Date(); err != nil || !at.Equal(want.At) {
		t.Errorf("date %v, %v", at, err)
	}
	if id := m.Header.Get("Message-Id"); id != "<"+want.MessageID(mailtest.User, "kfq@example.cn")+">" {
		t.Errorf("Message-ID %s", id)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	body, _ := part(t, parts)
	if strings.ReplaceAll(string(body), "\r\n", "\n") != want.Text {
		t.Errorf("text %q", body)
	}
	for _, f := range want.Files {
		content, p := part(t, parts)
		_, disposition, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if err != nil || disposition["filename"] != f.Name {
			t.Errorf("file name %q, %v", disposition["filename"], err)
		}
		_, typed, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if old, _ := words.DecodeHeader(typed["name"]); err != nil || old != f.Name {
			t.Errorf("old file name %q, %v", old, err)
		}
		if !bytes.Equal(content, f.Content) {
			t.Errorf("%s: %d bytes, want %d", f.Name, len(content), len(f.Content))
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Error("more parts than were sent")
	}
}

func part(t *testing.T, parts *multipart.Reader) ([]byte, *multipart.Part) {
	t.Helper()
	p, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	if p.Header.Get("Content-Transfer-Encoding") != "base64" {
		t.Errorf("encoding %s", p.Header.Get("Content-Transfer-Encoding"))
	}
	content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
	if err != nil {
		t.Fatal(err)
	}
	return content, p
}

// The same letter to the same address has the same Message-ID, to another
// address another.
func TestMessageIDIsStable(t *testing.T) {
	l := letter()
	a, b := l.MessageID("x@example.cn", "A@example.cn"), l.MessageID("x@example.cn", "a@example.cn")
	if a != b || a == l.MessageID("x@example.cn", "b@example.cn") || !strings.HasSuffix(a, "@example.cn") {
		t.Errorf("%s, %s", a, b)
	}
}

// refuse answers every command that begins so.
func refuse(command, with string) func(string) string {
	return func(c string) string {
		if strings.HasPrefix(c, command) {
			return with
		}
		return ""
	}
}

// Every way to be refused is told in Chinese, says where and what to do, and
// says whether to try again. None of them tells the password.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name                string
		change              func(*mailtest.Server, *deliver.Server)
		says, advises       string
		whole, final, isCut bool
	}{
		{"recipient", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("RCPT", "550 5.1.1 no such user") },
			"不接受收件地址kfq@example.cn（550 5.1.1 no such user）", "请核对这个地址", false, true, false},
		{"greylisted", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("RCPT", "450 4.2.0 come back") }, "450 4.2.0 come back", "稍后自动重试", false, false, false},
		{"sender", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("MAIL", "553 not yours") }, "不接受发件人", "请核对方案“发件人”", true, false, false},
		{"content", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse(".", "554 5.7.1 spam") }, "554 5.7.1 spam", "请从outbox人工转发", false, true, false},
		{"too large", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("DATA", "552 too large") }, "552 too large", "请从outbox人工转发", false, true, false},
		{"login", func(_ *mailtest.Server, d *deliver.Server) { d.Password = "not-the-password" }, "不接受账号或口令", deliver.PasswordVariable, true, false, true},
		{"closing", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("MAIL", "421 4.3.2 shutting down") }, "暂停服务（421", "稍后自动重试", true, false, true},
		{"greeting", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("", "421 too busy") }, "421 too busy", "重试", true, false, true},
		{"no greeting", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("EHLO", mailtest.CutOff) }, "断开了连接", "邮件加密", true, false, true},
		{"cut inside", func(s *mailtest.Server, _ *deliver.Server) { s.CutInside = 20000 }, "传送中断开了连接", "稍后自动重试", false, false, true},
		{"cut after the end", func(s *mailtest.Server, _ *deliver.Server) { s.CutAfterEnd = true }, "传送中断开了连接", "稍后自动重试", false, false, true},
		{"nobody there", func(_ *mailtest.Server, d *deliver.Server) { d.Port = 1 }, "连接不上邮件服务器localhost:1", "请核对", true, false, true},
		{"no such name", func(_ *mailtest.Server, d *deliver.Server) { d.Name = "mail.invalid" }, "找不到邮件服务器mail.invalid", "请核对方案“邮件服务器”", true, false, true},
		{"stranger's certificate", func(_ *mailtest.Server, d *deliver.Server) { d.Roots = nil }, "证书不是本机信任的机构签发的", "邮件根证书", true, false, true},
		{"other name's certificate", func(_ *mailtest.Server, d *deliver.Server) { d.Name = "127.0.0.1" }, "证书不是发给这个名称的", "邮件服务器", true, false, true},
		{"TLS on a plain port", func(_ *mailtest.Server, d *deliver.Server) { d.Security = deliver.TLS }, "不是TLS", "465", true, false, true},
		{"no STARTTLS", func(s *mailtest.Server, _ *deliver.Server) { s.Refuse = refuse("EHLO", "250 mailtest") }, "不支持STARTTLS", "邮件加密", true, false, true},
		{"password in the open", func(_ *mailtest.Server, d *deliver.Server) { d.Security = deliver.Plain }, "没有加密，不在上面传送口令", "STARTTLS", true, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := mailtest.Start(t, false)
			d := server(s, deliver.StartTLS)
			c.change(s, &d)
			err := send(d, "kfq@example.cn")
			var f *deliver.Fault
			if !errors.As(err, &f) {
				t.Fatalf("no fault: %v", err)
			}
			for _, part := range []string{c.says, c.advises} {
				if !strings.Contains(f.Text, part) {
					t.Errorf("%q does not say %q", f.Text, part)
				}
			}
			if f.Server != c.whole || f.Final != c.final || f.Cut != c.isCut {
				t.Errorf("server %v, final %v, cut %v: %s", f.Server, f.Final, f.Cut, f.Text)
			}
			if strings.Contains(f.Text, d.Password) || strings.Contains(f.Text, base64.StdEncoding.EncodeToString([]byte("\x00"+d.User+"\x00"+d.Password))) {
				t.Errorf("tells the password: %s", f.Text)
			}
		})
	}
}

// After a refusal the next letter goes over the same connection.
func TestARefusedLetterDoesNotHoldTheNext(t *testing.T) {
	s := mailtest.Start(t, false)
	s.Refuse = refuse("RCPT TO:<bad@", "550 no such user")
	session, err := server(s, deliver.StartTLS).Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Quit()
	if err := session.Send(ctx, letter(), "bad@example.cn"); err == nil {
		t.Error("a refused letter went out")
	}
	if err := session.Send(ctx, letter(), "kfq@example.cn"); err != nil {
		t.Error(err)
	}
	if got := s.Received(); len(got) != 1 || got[0].To != "kfq@example.cn" || s.Dials() != 1 {
		t.Errorf("%d letters over %d connections", len(got), s.Dials())
	}
}

// A letter is cut off when the run is stopped, long before the server's time
// is up.
func TestStoppedInTheMiddle(t *testing.T) {
	s := mailtest.Start(t, false)
	stopped, stop := context.WithCancel(ctx)
	s.Refuse = func(c string) string {
		if strings.HasPrefix(c, "RCPT") {
			stop()
			<-stopped.Done()
		}
		return ""
	}
	d := server(s, deliver.StartTLS)
	d.Timeout = time.Hour
	session, err := d.Connect(stopped)
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Send(stopped, letter(), "kfq@example.cn"); err == nil && len(s.Received()) == 0 {
		t.Error("no error, and nothing was sent")
	}
}
