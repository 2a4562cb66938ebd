package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"tongbao/ingest/crash"
)

// Security is how a connection is protected.
type Security int

const (
	StartTLS Security = iota // plain at first, refused where the server has no STARTTLS
	TLS                      // from the first byte
	Plain                    // never; a password is not sent over it
)

// Port is the usual one.
func (s Security) Port() int { return map[Security]int{StartTLS: 587, TLS: 465, Plain: 25}[s] }

// Server is a mail server as the office set it.
type Server struct {
	Name     string
	Port     int // 0 is the usual one
	Security Security
	User     string // "" does not log in
	Password string
	From     string         // address
	FromName string         // shown beside it
	Roots    *x509.CertPool // nil is the system's
	Timeout  time.Duration  // of connecting, and of each letter; 0 is 20 seconds
}

// Session is a connection that letters are sent over, one after another. It is
// not safe for concurrent use.
type Session struct {
	server Server
	client *mail.Client
	smtp   *smtp.Client
	conn   net.Conn
}

func (s Server) port() int {
	if s.Port != 0 {
		return s.Port
	}
	return s.Security.Port()
}

// Where names the server in messages.
func (s Server) Where() string { return net.JoinHostPort(s.Name, strconv.Itoa(s.port())) }

// Connect connects, protects the connection and logs in. Its error is a
// *Fault of the Server.
func (s Server) Connect(ctx context.Context) (*Session, error) {
	session := &Session{server: s}
	var err error
	if session.client, err = mail.NewClient(s.Name, s.options(session)...); err == nil {
		defer session.closeWhen(ctx)()
		session.smtp, err = session.client.DialToSMTPClientWithContext(ctx)
	}
	if err != nil {
		session.Close()
		return nil, s.connectFault(err)
	}
	return session, nil
}

func (s Server) options(session *Session) []mail.Option {
	timeout := s.Timeout
	if timeout == 0 {
		timeout = 20 * time.Second
	}
	protect := &tls.Config{ServerName: s.Name, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	options := []mail.Option{
		mail.WithPort(s.port()), mail.WithTimeout(timeout), mail.WithTLSConfig(protect),
		mail.WithHELO("[127.0.0.1]"), // a PC's own name may be Chinese, which servers refuse
		mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			// go-mail forgets a connection whose greeting or log-in fails.
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			if err == nil && s.Security == TLS {
				session.conn = conn
				protected := tls.Client(conn, protect)
				conn, err = protected, protected.HandshakeContext(ctx)
			}
			if err == nil {
				session.conn = conn
			}
			return conn, err
		}),
	}
	switch s.Security {
	case StartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case TLS:
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if s.User == "" {
		return options
	}
	ways := []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthPlain, mail.SMTPAuthLogin, mail.SMTPAuthCramMD5}
	if s.Security == Plain {
		ways = []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthCramMD5}
	}
	return append(options, mail.WithUsername(s.User), mail.WithPassword(s.Password), mail.WithOpportunisticSMTPAuth(ways...))
}

// closeWhen cuts the connection when ctx ends, until the function it returns
// is called: go-mail itself looks at a context only while it dials.
func (s *Session) closeWhen(ctx context.Context) func() {
	stop := context.AfterFunc(ctx, func() { s.Close() })
	return func() { stop() }
}

// Close ends the session, politely where there is one.
func (s *Session) Close() {
	if s.conn != nil {
		s.conn.Close()
	}
}

// Quit says good-bye and closes.
func (s *Session) Quit() {
	if s.smtp != nil {
		_ = s.smtp.Quit() // whatever it answers, everything is sent
	}
	s.Close()
}

// Send sends a letter to one address and returns nil once the server has taken
// it. Its error is a *Fault. After a Fault that is Cut the session is of no
// more use.
func (s *Session) Send(ctx context.Context, l Letter, to string) error {
	m, err := s.server.message(l, to)
	if err != nil {
		return &Fault{Final: true, Text: "邮件未能组成：" + err.Error() + "。"}
	}
	defer s.closeWhen(ctx)()
	err = s.client.SendWithSMTPClient(s.smtp, m)
	if m.IsDelivered() {
		return nil // what comes after, the reset for the next letter, is none of this one's
	}
	if err == nil {
		err = errors.New("go-mail sent nothing")
	}
	return s.server.sendFault(err, to)
}

// message is a letter as mail: the same letter to the same address is the same
// but for the boundary between its parts, which is made of its id, and for where
// the ledger stood when it was sent.
func (s Server) message(l Letter, to string) (*mail.Msg, error) {
	id := l.MessageID(s.From, to)
	m := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithEncoding(mail.EncodingB64), mail.WithBoundary("tongbao-"+id[:40]))
	if err := errors.Join(m.FromFormat(s.FromName, s.From), m.To(to)); err != nil {
		return nil, err
	}
	m.SetMessageIDWithValue(id)
	m.SetDateWithValue(l.At)
	if l.Ledger != "" {
		m.SetGenHeader("X-Tongbao-Ledger", l.Ledger)
	}
	m.Subject(l.Subject)
	m.SetBodyWriter(mail.TypeTextPlain, func(w io.Writer) (int64, error) {
		crash.Point(crash.MailBegun)
		n, err := io.WriteString(w, l.Text)
		return int64(n), err
	})
	for _, f := range l.Files {
		if err := m.AttachReader(f.Name, bytes.NewReader(f.Content), named(f)); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// named gives an attachment its Chinese name in both ways
// that mail programs read: RFC 2047 as most Chinese ones write it, and RFC
// 2231 as the standard has it.
func named(f File) mail.FileOption {
	return func(part *mail.File) {
		part.Name = f.Name
		part.ContentType = contentType(f.Name)
		part.Header.Set("Content-Disposition",
			`attachment; filename="`+mime.BEncoding.Encode("UTF-8", f.Name)+`"; filename*=UTF-8''`+url.PathEscape(f.Name))
	}
}
