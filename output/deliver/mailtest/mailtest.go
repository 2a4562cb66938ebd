// Package mailtest is a mail server for tests: it speaks SMTP on loopback with
// a certificate of its own, keeps what it is sent, and refuses, stalls or cuts
// the connection where a test tells it to. It shares no code with the client
// that it tests.
//
// Start at Start. What it received stands in Received.
package mailtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// The account that the server lets in.
const (
	User     = "tongbao@example.cn"
	Password = "秘密-pa55word"
)

// Server is a running one. Set its behaviour before mail is sent to it.
type Server struct {
	Port int
	// Refuse answers a command other than it would: "RCPT TO:<a@example.cn>"
	// or "AUTH" by how the line begins, "." for the end of a letter. "" of a
	// command lets it be, CutOff ends the connection without an answer.
	Refuse func(command string) (answer string)
	// CutInside ends the connection after so many bytes of a letter, once.
	CutInside int
	// CutAfterEnd ends it when a letter has come whole and is kept, before
	// the answer, once.
	CutAfterEnd bool

	pem      []byte
	listener net.Listener
	config   *tls.Config
	implicit bool
	mu       sync.Mutex
	received []Letter
	logins   int
	dials    int
}

// CutOff is an answer of Refuse.
const CutOff = "cut off"

// Letter is what came between DATA and its end, with its envelope.
type Letter struct {
	From, To string
	Data     []byte
	Secure   bool // it came over TLS
}

// Start runs a server until the test ends. Implicit speaks TLS from the first
// byte; otherwise STARTTLS is offered.
func Start(t testing.TB, implicit bool) *Server {
	t.Helper()
	s := &Server{implicit: implicit}
	s.certify(t)
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.Port = s.listener.Addr().(*net.TCPAddr).Port
	t.Cleanup(func() { s.listener.Close() })
	go s.serve()
	return s
}

// PEM is the certificate that a client must trust.
func (s *Server) PEM() []byte { return s.pem }

// Roots is the same as a pool.
func (s *Server) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.pem)
	return pool
}

// Received lists what came, in order.
func (s *Server) Received() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.received...)
}

// Logins is how often somebody was let in, Dials how often somebody connected.
func (s *Server) Logins() int { s.mu.Lock(); defer s.mu.Unlock(); return s.logins }

func (s *Server) Dials() int { s.mu.Lock(); defer s.mu.Unlock(); return s.dials }

func (s *Server) certify(t testing.TB) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s.pem = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	s.config = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func (s *Server) serve() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.dials++
		s.mu.Unlock()
		if s.implicit {
			conn = tls.Server(conn, s.config)
		}
		go s.talk(conn)
	}
}

// talk is one conversation.
func (s *Server) talk(conn net.Conn) {
	defer func() { conn.Close() }()
	in := bufio.NewReader(conn)
	say := func(answer string) { fmt.Fprint(conn, answer, "\r\n") }
	secure := s.implicit
	var from, to string
	say("220 mailtest ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		if answer := s.refused(line); answer == CutOff {
			return
		} else if answer != "" {
			say(answer)
			continue
		}
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch verb {
		case "EHLO":
			say("250-mailtest")
			if !secure {
				say("250-STARTTLS")
			}
			say("250-8BITMIME\r\n250 AUTH PLAIN LOGIN")
		case "STARTTLS":
			say("220 go ahead")
			conn = tls.Server(conn, s.config)
			in, secure = bufio.NewReader(conn), true
		case "AUTH":
			if !s.lets(line) {
				say("535 5.7.8 authentication failed for " + line) // repeats what it should not
				continue
			}
			say("235 welcome")
		case "MAIL":
			from, to = inBrackets(line), ""
			say("250 ok")
		case "RCPT":
			to = inBrackets(line)
			say("250 ok")
		case "DATA":
			say("354 go on")
			data, whole := s.letter(in)
			if !whole {
				return
			}
			if answer := s.refused("."); answer == CutOff {
				return
			} else if answer != "" {
				say(answer)
				continue
			}
			if s.keep(Letter{from, to, data, secure}) {
				return
			}
			say("250 queued")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *Server) refused(command string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Refuse == nil {
		return ""
	}
	return s.Refuse(command)
}

func (s *Server) lets(line string) bool {
	fields := strings.Fields(line)
	said, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	ok := err == nil && string(said) == "\x00"+User+"\x00"+Password
	if ok {
		s.mu.Lock()
		s.logins++
		s.mu.Unlock()
	}
	return ok
}

// letter reads up to the end of a letter, dots unstuffed; false when the
// connection is to be cut inside.
func (s *Server) letter(in *bufio.Reader) (data []byte, whole bool) {
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return data, false
		}
		if string(line) == ".\r\n" {
			return data, true
		}
		data = append(data, strings.TrimPrefix(string(line), ".")...)
		s.mu.Lock()
		cut := s.CutInside > 0 && len(data) > s.CutInside
		if cut {
			s.CutInside = 0
		}
		s.mu.Unlock()
		if cut {
			return data, false
		}
	}
}

func (s *Server) keep(l Letter) (cut bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, l)
	cut, s.CutAfterEnd = s.CutAfterEnd, false
	return cut
}

func inBrackets(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
