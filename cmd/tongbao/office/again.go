package office

import (
	"context"
	"slices"

	"tongbao/ingest/ledger"
)

// Why a version has the bytes of the one before it.
const (
	againChanged = "豁免、延期登记或方案调整后重新审核"
	againSent    = "原件再次报送，重新审核"
)

// judgeAgain judges anew what was refused under another scheme or register, as
// after a 豁免: the newest version of a sender's month, from its kept bytes. One
// that passes now is posted as the next version and answered like any other;
// one that does not stays as it is, and is left alone until the workbooks
// change again. What was accepted is never judged again.
func (o *Office) judgeAgain(ctx context.Context) ([]*Verdict, error) {
	refused, err := o.ledger.RefusedUnderOther(ctx, o.scheme.Digest, o.register.Digest)
	if err != nil {
		return nil, err
	}
	var verdicts []*Verdict
	for i, was := range refused {
		o.progress.tell(i, len(refused), "重新审核")
		if err := ctx.Err(); err != nil {
			return verdicts, err
		}
		v, err := o.judgedAnew(ctx, was, againChanged)
		if err != nil {
			return verdicts, err
		}
		if v != nil {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, nil
}

// judgeRepeated judges anew the refused returns whose very bytes were sent
// again, though neither scheme nor register is another: what they contradicted
// elsewhere may have been put right since.
func (o *Office) judgeRepeated(ctx context.Context, taken []*Verdict) ([]*Verdict, error) {
	var verdicts []*Verdict
	for _, repeat := range taken {
		if repeat.Repeat == 0 || repeat.Status != SentBack {
			continue
		}
		versions, err := o.ledger.Versions(ctx, repeat.Return.TaskForce, repeat.Return.Period)
		if err != nil {
			return verdicts, err
		}
		newest := versions[len(versions)-1]
		if newest.Accepted() || newest.SHA256 != repeat.SHA256 {
			continue
		}
		v, err := o.judgedAnew(ctx, newest, againSent)
		if err != nil {
			return verdicts, err
		}
		if v != nil {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, nil
}

// judgedAnew judges one refused version anew; nil when it is refused once more.
func (o *Office) judgedAnew(ctx context.Context, was *ledger.Version, why string) (*Verdict, error) {
	file := o.path(archiveDir, was.SHA256)
	if !exists(file) {
		return nil, nil // verify tells
	}
	r, findings, err := o.judge(ctx, file, was.File, was.SHA256)
	if err != nil {
		return nil, err
	}
	same := r != nil && r.TaskForce == was.TaskForce && r.Period == was.Period
	if !same || ledger.StatusOf(findings) == ledger.Returned {
		return nil, o.ledger.StillRefused(ctx, was, o.scheme.Digest, o.register.Digest, o.Now)
	}
	first, err := o.arrivalOf(ctx, was)
	if err != nil {
		return nil, err
	}
	posted, err := o.ledger.Post(ctx, ledger.Posting{
		SHA256: was.SHA256, Size: first.Size, Name: first.Name, At: o.Now, Return: r, Status: ledger.StatusOf(findings), Findings: findings,
		Scheme: o.scheme.Digest, Register: o.register.Digest, Again: was, Reason: why,
	})
	if err != nil {
		return nil, err
	}
	if err := o.remember(posted); err != nil {
		return nil, err
	}
	v, err := o.answer(posted)
	if err != nil {
		return nil, err
	}
	return v, o.ledger.Finish(ctx, posted.ID, o.Now)
}

// arrivalOf is how the bytes of a version first came.
func (o *Office) arrivalOf(ctx context.Context, v *ledger.Version) (ledger.Arrival, error) {
	all, err := o.ledger.Received(ctx, v.SHA256)
	if i := slices.IndexFunc(all, func(a ledger.Arrival) bool { return a.Verdict == ledger.NewVersion }); i >= 0 {
		return all[i], err
	}
	return ledger.Arrival{Name: v.File}, err
}
