package office

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output/deliver"
	"tongbao/output/deliver/mailtest"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// A workspace whose scheme names a mail server on loopback, run through the
// real program by a clock that is handed in. January's returns were due on
// Monday 6 February 2023 (the 5th is a Sunday).

const leadership = "leaders@example.cn"

// mailWorkspace is a workspace that mails; change edits 设置 by name.
func mailWorkspace(t *testing.T, s *mailtest.Server, change map[string]string) string {
	t.Helper()
	t.Setenv(deliver.PasswordVariable, mailtest.Password)
	dir := quietWorkspace(t)
	if err := os.WriteFile(filepath.Join(dir, "mail-ca.pem"), s.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{
		scheme.MailServerSetting: "localhost", scheme.MailPortSetting: strconv.Itoa(s.Port), scheme.MailAccountSetting: mailtest.User,
		scheme.MailFromSetting: mailtest.User, scheme.MailRootsSetting: "mail-ca.pem", scheme.MailReadersSetting: leadership, scheme.MailOfficeSetting: "office@example.cn",
	}
	for name, value := range change {
		values[name] = value
	}
	setScheme(t, dir, values, nil)
	return dir
}

// setScheme writes settings, and the mail address of every task force
// (kfq@example.cn …) but for those given.
func setScheme(t *testing.T, dir string, values, addresses map[string]string) {
	t.Helper()
	rewriteScheme(t, dir, func(table scheme.Table, cells []string) {
		name, value, code := slices.Index(table.Columns, "名称"), slices.Index(table.Columns, "值"), slices.Index(table.Columns, "代码")
		if v, ok := values[cells[max(name, 0)]]; ok && table.Sheet == "设置" {
			cells[value] = v
		}
		if address := slices.Index(table.Columns, "邮箱"); address >= 0 {
			cells[address] = strings.ToLower(cells[code]) + "@example.cn"
			if a, ok := addresses[cells[code]]; ok {
				cells[address] = a
			}
		}
	})
}

// rewriteScheme saves the scheme with its rows changed.
func rewriteScheme(t *testing.T, dir string, change func(table scheme.Table, cells []string)) {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock("2023-01-01 00:00")})
	if err != nil {
		t.Fatal(err)
	}
	tables := o.scheme.Tables()
	o.Close()
	for _, table := range tables {
		for j := range table.Rows {
			cells := table.Rows[j].Cells
			for len(cells) < len(table.Columns) {
				cells = append(cells, "")
			}
			change(table, cells)
			table.Rows[j].Cells = cells
		}
	}
	content, err := xlsx.Tables(xlsx.Workbook{Tables: officeTables(tables), Stamp: xlsx.Stamp{Title: "方案"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, schemeFile), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// mailRun is one `run`, whose report is looked at.
func mailRun(t *testing.T, dir, when string) *Mailing {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock(when), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	r, err := o.Run(context.Background(), false)
	if err != nil {
		t.Fatal(err)
	}
	return r.Mail
}

// tos lists who got something, in order of the alphabet.
func tos(list []mailtest.Letter) (to []string) {
	for _, l := range list {
		to = append(to, l.To)
	}
	slices.Sort(to)
	return to
}

func subject(t *testing.T, l mailtest.Letter) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(l.Data))
	if err != nil {
		t.Fatal(err)
	}
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// attachments reads a letter back with the standard library.
func attachments(t *testing.T, l mailtest.Letter) map[string][]byte {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(l.Data))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil {
			t.Fatal(err)
		}
		if name := p.FileName(); name != "" {
			files[name] = content
		}
	}
}

// state reads every 状态.txt, by folder.
func outboxStates(t *testing.T, dir string) map[string]string {
	t.Helper()
	states := map[string]string{}
	found, err := filepath.Glob(filepath.Join(dir, outboxDir, "*", "*", deliver.StateFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		states[filepath.Base(filepath.Dir(f))] = string(text)
	}
	return states
}

// reported puts a task force's return into the inbox: its form as it was sent
// out, which says nothing and comes back as refused or accepted, as it may.
func reported(t *testing.T, dir, code, when string) string {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock(when), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	made, err := o.Forms(context.Background(), ingest.Period{Year: 2023, Month: 1}, code)
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	content, err := os.ReadFile(o.path(filepath.FromSlash(made[0])))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(o.path(inboxDir, code+".xlsx"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return code + ".xlsx"
}

// The day before 截止 everybody is reminded who has not reported, each by its
// own mail with its own form; run again, nobody is reminded twice.
func TestRemindersGoToThoseMissing(t *testing.T) {
	s := mailtest.Start(t, false)
	dir := mailWorkspace(t, s, nil)
	reported(t, dir, "KFQ", "2023-02-02 10:00")
	mailRun(t, dir, "2023-02-02 10:00")
	receipt := s.Received()
	if len(receipt) != 1 || receipt[0].To != "kfq@example.cn" || !strings.HasPrefix(subject(t, receipt[0]), "2023年1月月报表第1次报送") {
		t.Fatalf("receipts to %v", tos(receipt))
	}
	for _, when := range []string{"2023-02-03 09:00", "2023-02-03 09:10", "2023-02-03 17:00"} {
		mailRun(t, dir, when)
	}
	reminders := s.Received()[1:]
	want := []string{"fwz@example.cn", "mcq@example.cn", "nyc@example.cn", "szj@example.cn", "wlk@example.cn", "zbz@example.cn"}
	if strings.Contains(subjectsOf(t, reminders), "报送：") {
		t.Error("a reminder is no receipt")
	}
	// The empty form is refused, so its sender is reminded too, of what is wrong.
	if got := tos(reminders); !slices.Equal(got, append([]string{"fwz@example.cn", "kfq@example.cn"}, want[1:]...)) {
		t.Errorf("reminded %v", got)
	}
	for _, l := range reminders {
		if l.To != "mcq@example.cn" {
			continue
		}
		name := "煤炭煤层气产业招商专班_2023年1月月报表.xlsx"
		form, err := os.ReadFile(filepath.Join(dir, "forms", "2023-01", name))
		if err != nil || !bytes.Equal(attachments(t, l)[name], form) {
			t.Errorf("the form attached is not the form: %v", err)
		}
		if subject(t, l) != "请按时报送2023年1月月报表" {
			t.Errorf("subject %s", subject(t, l))
		}
	}
	// The working day after 截止 once more, and then never again.
	for _, when := range []string{"2023-02-07 09:00", "2023-02-08 09:00", "2023-02-09 09:00"} {
		mailRun(t, dir, when)
	}
	if n := strings.Count(subjectsOf(t, s.Received()), "请立即报送"); n != 6 {
		t.Errorf("%d late reminders, want 6: nobody but 开发区, whose 订正期 runs, is late", n)
	}
}

func subjectsOf(t *testing.T, list []mailtest.Letter) string {
	var all []string
	for _, l := range list {
		all = append(all, subject(t, l))
	}
	return strings.Join(all, "\n")
}

// A month that was put off is not told as one that is owed still.
func TestARemindersEarlierMonthsAreThoseOwed(t *testing.T) {
	dir := mailWorkspace(t, mailtest.Start(t, false), nil)
	o, err := Open(Options{Dir: dir, Now: clock("2023-03-03 09:00"), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if err := o.look(); err != nil {
		t.Fatal(err)
	}
	january := ingest.Period{Year: 2023, Month: 1}
	o.register.Extensions = append(o.register.Extensions, scheme.Extension{TaskForce: "MCQ", Period: january, Until: ingest.Date{Year: 2023, Month: 3, Day: 20}})
	missing, err := o.missingBefore(context.Background(), january.Add(1))
	if err != nil || len(missing["MCQ"]) != 0 || !slices.Equal(missing["ZBZ"], []ingest.Period{january}) {
		t.Errorf("%v %v", missing, err)
	}
}

// A circular goes to the leadership with its bytes, its notices to the task
// forces concerned, the internal sheet to the office alone.
func TestDocumentsGoToTheirReaders(t *testing.T) {
	s := mailtest.Start(t, true)
	dir := mailWorkspace(t, s, map[string]string{scheme.MailSecuritySetting: scheme.MailTLS})
	mailRun(t, dir, "2023-02-13 10:00")
	var circular, internal, notices int
	for _, l := range s.Received() {
		switch text := subject(t, l); {
		case strings.Contains(text, "内部"):
			internal++
			if l.To != "office@example.cn" {
				t.Errorf("%s went to %s", text, l.To)
			}
		case strings.Contains(text, "整改通知单"):
			notices++
			if l.To == leadership || l.To == "office@example.cn" {
				t.Errorf("%s went to %s", text, l.To)
			}
		case strings.Contains(text, "月通报"):
			circular++
			files := attachments(t, l)
			page, err := os.ReadFile(filepath.Join(dir, "out", "2023-01", "2023年1月月通报.pdf"))
			if err != nil || l.To != leadership || !bytes.Equal(files["2023年1月月通报.pdf"], page) || len(files) != 2 {
				t.Errorf("%s to %s with %d files, %v", text, l.To, len(files), err)
			}
		}
	}
	if circular != 1 || internal != 1 {
		t.Errorf("%d circulars, %d internal sheets, %d notices", circular, internal, notices)
	}
	n := len(s.Received())
	mailRun(t, dir, "2023-02-13 10:00")
	mailRun(t, dir, "2023-02-13 11:00")
	if len(s.Received()) != n {
		t.Error("a run again sent something again")
	}
}

// In a rehearsal only those on the list get mail; what the others would have
// got stays in the outbox, also when the rehearsal is over.
func TestTheAllowList(t *testing.T) {
	s := mailtest.Start(t, false)
	dir := mailWorkspace(t, s, map[string]string{scheme.MailOnlySetting: "mcq@example.cn，zbz@example.cn"})
	p := mailRun(t, dir, "2023-02-03 09:00")
	if got := tos(s.Received()); !slices.Equal(got, []string{"mcq@example.cn", "zbz@example.cn"}) {
		t.Fatalf("mail to %v", got)
	}
	if p.New != 7 || p.ByHand != 5 || p.Sent != 2 {
		t.Errorf("%+v", p)
	}
	if text := outboxStates(t, dir)["0203_0900_催报_开发区招商专班"]; !strings.Contains(text, "不在邮件白名单") || !strings.Contains(text, "kfq@example.cn") {
		t.Errorf("状态：%s", text)
	}
	setScheme(t, dir, map[string]string{scheme.MailOnlySetting: ""}, nil)
	mailRun(t, dir, "2023-02-03 10:00")
	if n := len(s.Received()); n != 2 {
		t.Errorf("after the rehearsal %d letters, want the 2 of it", n)
	}
}

// Without a server, or before one is set, everything lies in the outbox; a
// server set later sends nothing of it.
func TestASetServerSendsNothingOld(t *testing.T) {
	s := mailtest.Start(t, false)
	dir := mailWorkspace(t, s, map[string]string{scheme.MailServerSetting: ""})
	if p := mailRun(t, dir, "2023-02-03 09:00"); p.New != 7 || p.ByHand != 7 || len(p.Warnings) > 0 {
		t.Errorf("%+v", p)
	}
	setScheme(t, dir, map[string]string{scheme.MailServerSetting: "localhost"}, nil)
	mailRun(t, dir, "2023-02-03 10:00")
	if n := len(s.Received()); n != 0 {
		t.Errorf("%d letters of before", n)
	}
	text, err := os.ReadFile(filepath.Join(dir, outboxDir, "2023-02", "0203_0900_催报_开发区招商专班", deliver.TextFile))
	if err != nil || !bytes.HasPrefix(text, []byte("\ufeff开发区招商专班：\r\n")) {
		t.Errorf("%s, %v", text, err)
	}
}

// A server that fails for everybody is left alone for 5 minutes, then 15; then
// everything goes out, once. The run does its work all the same, and the
// password is nowhere.
func TestABrokenServerIsTriedAgain(t *testing.T) {
	s := mailtest.Start(t, false)
	down := true
	s.Refuse = func(c string) string {
		if down && strings.HasPrefix(c, "MAIL") {
			return "421 4.3.2 maintenance " + mailtest.Password
		}
		return ""
	}
	dir := mailWorkspace(t, s, nil)
	steps := []struct {
		when  string
		dials int
	}{{"2023-02-03 09:00", 1}, {"2023-02-03 09:04", 1}, {"2023-02-03 09:05", 2}, {"2023-02-03 09:19", 2}, {"2023-02-03 09:20", 3}}
	for _, step := range steps {
		if step.when == "2023-02-03 09:20" {
			down = false
		}
		p := mailRun(t, dir, step.when)
		if s.Dials() != step.dials {
			t.Errorf("%s: %d connections, want %d", step.when, s.Dials(), step.dials)
		}
		if down && p.Waiting != 7 {
			t.Errorf("%s: %d waiting", step.when, p.Waiting)
		}
	}
	if n := len(s.Received()); n != 7 {
		t.Errorf("%d letters, want 7", n)
	}
	passwordNowhere(t, dir)
}

// passwordNowhere reads every file of a workspace.
func passwordNowhere(t *testing.T, dir string) {
	t.Helper()
	read := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		read++
		if bytes.Contains(content, []byte(mailtest.Password)) || bytes.Contains(content, []byte(base64.StdEncoding.EncodeToString([]byte(mailtest.Password)))) {
			t.Errorf("%s holds the password", path)
		}
		return err
	})
	if err != nil || read < 5 {
		t.Fatal(read, err)
	}
}

// One refused address holds nobody else; put right in the scheme, it gets its
// letter. One that nobody puts right is not tried again.
func TestARefusedAddressPutRight(t *testing.T) {
	s := mailtest.Start(t, false)
	s.Refuse = func(c string) string {
		if strings.HasPrefix(c, "RCPT TO:<wrong@") {
			return "550 5.1.1 no such user"
		}
		return ""
	}
	dir := mailWorkspace(t, s, nil)
	setScheme(t, dir, nil, map[string]string{"MCQ": "wrong@example.cn"})
	p := mailRun(t, dir, "2023-02-03 09:00")
	if len(s.Received()) != 6 || len(p.Warnings) != 1 || !strings.Contains(p.Warnings[0], "wrong@example.cn（550 5.1.1 no such user）") {
		t.Fatalf("%d letters, %q", len(s.Received()), p.Warnings)
	}
	dials := s.Dials()
	mailRun(t, dir, "2023-02-03 12:00")
	if s.Dials() != dials {
		t.Error("a refused address was tried again")
	}
	failed := func() int {
		t.Helper()
		o, err := Open(Options{Dir: dir, Now: clock("2023-02-03 13:10")})
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		state, err := o.mailState(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return state.Failed
	}
	if got := failed(); got != 1 {
		t.Errorf("status tells of %d that could not be sent", got)
	}
	setScheme(t, dir, nil, map[string]string{"MCQ": "right@example.cn"})
	mailRun(t, dir, "2023-02-03 13:00")
	if got := failed(); got != 0 {
		t.Errorf("put right, status tells of %d that could not be sent", got)
	}
	if got := tos(s.Received()); len(got) != 7 || !slices.Contains(got, "right@example.cn") {
		t.Errorf("mail to %v", got)
	}
	text := outboxStates(t, dir)["0203_0900_催报_煤炭煤层气产业招商专班"]
	if !strings.Contains(text, "未能发送　wrong@example.cn") || !strings.Contains(text, "已发送　right@example.cn　2023年2月3日13:00") {
		t.Errorf("状态：%s", text)
	}
}

// Cut in mid-letter, or after its end before the answer: the letter is sent
// again. What the server had taken arrives twice under one Message-ID, nothing
// else does.
func TestACutConnectionSendsAgainUnderTheSameID(t *testing.T) {
	s := mailtest.Start(t, false)
	s.CutInside, s.CutAfterEnd = 3000, true
	dir := mailWorkspace(t, s, nil)
	for _, when := range []string{"2023-02-03 09:00", "2023-02-03 09:10", "2023-02-03 10:00"} {
		mailRun(t, dir, when)
	}
	ids, per := map[string]int{}, map[string]int{}
	for _, l := range s.Received() {
		m, err := mail.ReadMessage(bytes.NewReader(l.Data))
		if err != nil {
			t.Fatal(err)
		}
		ids[m.Header.Get("Message-Id")]++
		per[l.To]++
	}
	twice := 0
	for _, n := range ids {
		if n == 2 {
			twice++
		}
	}
	if len(ids) != 7 || len(per) != 7 || twice != 1 || len(s.Received()) != 8 {
		t.Errorf("%d letters, %d ids, %d twice", len(s.Received()), len(ids), twice)
	}
}

// After a week nothing is tried any more: it is told so, and to pass it on.
func TestAfterAWeekItIsGivenUp(t *testing.T) {
	s := mailtest.Start(t, false)
	s.Refuse = func(c string) string {
		if strings.HasPrefix(c, "AUTH") {
			return "535 5.7.8 no"
		}
		return ""
	}
	dir := mailWorkspace(t, s, nil)
	mailRun(t, dir, "2023-02-03 09:00")
	dials := s.Dials()
	// 7 days and a minute later; by then other messages have come to wait.
	mailRun(t, dir, "2023-02-10 09:01")
	text := outboxStates(t, dir)["0203_0900_催报_开发区招商专班"]
	if !strings.Contains(text, "7天内没有发出，不再重试，请人工转发") || !strings.Contains(text, "不接受账号或口令（535）") {
		t.Errorf("状态：%s", text)
	}
	if s.Dials() > dials+1 {
		t.Errorf("%d attempts with a refused password in two runs", s.Dials())
	}
}

// A restored workspace holds what waited: the original may have sent it since.
func TestARestoredWorkspaceSendsNothingTwice(t *testing.T) {
	s := mailtest.Start(t, false)
	down := true
	s.Refuse = func(c string) string {
		if down && strings.HasPrefix(c, "EHLO") {
			return mailtest.CutOff
		}
		return ""
	}
	dir := mailWorkspace(t, s, nil)
	mailRun(t, dir, "2023-02-03 09:00")
	zip := filepath.Join(t.TempDir(), "b.zip")
	o, err := Open(Options{Dir: dir, Now: clock("2023-02-03 09:01")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.Backup(context.Background(), zip)
	o.Close()
	if err != nil {
		t.Fatal(err)
	}
	down = false
	mailRun(t, dir, "2023-02-03 10:00")
	if err := os.Rename(dir, dir+" lost"); err != nil {
		t.Fatal(err)
	}
	for _, restored := range []string{filepath.Join(t.TempDir(), "elsewhere"), dir} {
		if _, err := Restore(context.Background(), zip, restored, nil); err != nil {
			t.Fatal(err)
		}
		mailRun(t, restored, "2023-02-03 11:00")
		if n := len(s.Received()); n != 7 {
			t.Errorf("%s: %d letters, want 7, each once", restored, n)
		}
		for name, text := range outboxStates(t, restored) {
			if !strings.Contains(text, "可能已经发过") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}

// Without a password nothing is tried, and the reason names the variable.
func TestNoPasswordInTheEnvironment(t *testing.T) {
	s := mailtest.Start(t, false)
	dir := mailWorkspace(t, s, nil)
	t.Setenv(deliver.PasswordVariable, "")
	p := mailRun(t, dir, "2023-02-03 09:00")
	if s.Dials() != 0 || len(p.Warnings) != 1 || !strings.Contains(p.Warnings[0], deliver.PasswordVariable) {
		t.Errorf("%d connections, %q", s.Dials(), p.Warnings)
	}
	// Now there is one, and somebody does not want to wait.
	t.Setenv(deliver.PasswordVariable, mailtest.Password)
	o, err := Open(Options{Dir: dir, Now: clock("2023-02-03 09:01"), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if p := o.Deliver(context.Background(), true); p.Sent != 7 || p.Waiting != 0 {
		t.Errorf("%+v", p)
	}
}

// An attachment that somebody changed in the outbox and where it came from is
// not sent as if it were the one that was issued.
func TestAChangedAttachmentIsNotSent(t *testing.T) {
	s := mailtest.Start(t, false)
	s.Refuse = func(c string) string {
		if strings.HasPrefix(c, "RCPT") {
			return "450 later"
		}
		return ""
	}
	dir := mailWorkspace(t, s, nil)
	mailRun(t, dir, "2023-02-03 09:00")
	name := "开发区招商专班_2023年1月月报表.xlsx"
	for _, path := range []string{filepath.Join(outboxDir, "2023-02", "0203_0900_催报_开发区招商专班", name), filepath.Join("forms", "2023-01", name)} {
		if err := os.WriteFile(filepath.Join(dir, path), []byte("changed"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Refuse = nil
	p := mailRun(t, dir, "2023-02-03 10:00")
	if len(s.Received()) != 6 || !strings.Contains(strings.Join(p.Warnings, ""), "已被改动") {
		t.Errorf("%d letters, %q", len(s.Received()), p.Warnings)
	}
}

// Reports of the ledger: who waits, why.
func TestDeliveryWords(t *testing.T) {
	at := time.Date(2023, 2, 3, 9, 5, 0, 0, ingest.Zone)
	for _, c := range []struct {
		d    ledger.Delivery
		want string
	}{
		{ledger.Delivery{Address: "a@example.cn", State: ledger.Queued}, "待发送　a@example.cn"},
		{ledger.Delivery{Address: "a@example.cn", State: ledger.Queued, Attempts: 2, NextAt: at, Reason: "没有应答。"}, "待重试　a@example.cn　已试2次，2023年2月3日09:05以后再试　没有应答。"},
		{ledger.Delivery{State: ledger.Manual, Reason: "方案没有设置邮件服务器，请人工转发"}, "待人工转发　方案没有设置邮件服务器，请人工转发"},
	} {
		if got := deliveryText(c.d); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// A reminder that had to wait for the server is not sent to one who has
// reported meanwhile; the others get theirs.
func TestWhoHasReportedIsNotRemindedLate(t *testing.T) {
	s := mailtest.Start(t, false)
	down := true
	s.Refuse = func(c string) string {
		if down && strings.HasPrefix(c, "MAIL") {
			return "421 4.3.2 maintenance"
		}
		return ""
	}
	dir := mailWorkspace(t, s, nil)
	mailRun(t, dir, "2023-02-03 09:00")
	year, err := loadSample()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(year.deliveries, func(d delivery) bool {
		return d.unit == "MCQ" && d.period == ingest.Period{Year: 2023, Month: 1}
	})
	o, err := Open(Options{Dir: dir, Now: clock("2023-02-03 09:01"), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.deliver(context.Background(), year, year.deliveries[i]); err != nil {
		t.Fatal(err)
	}
	o.Close()
	down = false
	mailRun(t, dir, "2023-02-03 10:00")
	mailRun(t, dir, "2023-02-03 11:00")
	var receipts, reminded []string
	for _, l := range s.Received() {
		if strings.Contains(subject(t, l), "第1次报送：通过") {
			receipts = append(receipts, l.To)
		} else {
			reminded = append(reminded, l.To)
		}
	}
	slices.Sort(reminded)
	same(t, "receipts", receipts, "mcq@example.cn")
	same(t, "reminded", reminded, "fwz@example.cn", "kfq@example.cn", "nyc@example.cn", "szj@example.cn", "wlk@example.cn", "zbz@example.cn")
	if text := outboxStates(t, dir)["0203_0900_催报_煤炭煤层气产业招商专班"]; !strings.Contains(text, "状态：不再发送　mcq@example.cn　已经报送，不再催报") {
		t.Errorf("状态：%s", text)
	}
}

// Months made up for in one run issue a notice each to the same task force:
// each lies in a folder of its own, and verify finds them as they were.
func TestNoticesOfSeveralMonthsLieApart(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 2})
	if err := runAt(t, dir, "2023-04-20 09:00"); err != nil {
		t.Fatal(err)
	}
	for _, kind := range foundIn(t, dir) {
		if strings.HasPrefix(kind, ProblemOutbox) {
			t.Error(kind)
		}
	}
	folders, err := filepath.Glob(filepath.Join(dir, outboxDir, "2023-04", "*整改通知单_煤炭煤层气专班_2023-0?"))
	if err != nil || len(folders) < 2 {
		t.Error(folders, err)
	}
}
