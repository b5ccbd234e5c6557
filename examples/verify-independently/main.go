// Verifies an export folder of kabinet with nothing of kabinet's own: the signatures with golang.org/x/mod/sumdb/note, the proofs with
// golang.org/x/mod/sumdb/tlog (docs/verify-independently.md).
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go <folder> <verifier key>
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type event struct {
	ID             string          `json:"id"`
	Type           string          `json:"type"`
	Time           string          `json:"time"`
	Stream         string          `json:"stream"`
	Revision       json.Number     `json:"revision"`
	EventVersion   json.Number     `json:"eventversion"`
	LogIndex       int64           `json:"logindex"`
	Metadata       *string         `json:"metadata"`
	MetadataBase64 []byte          `json:"metadatabase64"`
	Data           json.RawMessage `json:"data"`
	DataBase64     []byte          `json:"data_base64"`
	// What names another account is not shown: its hash is in the leaf.
	DataSHA256     string `json:"datasha256"`
	MetadataSHA256 string `json:"metadatasha256"`
}

type proof struct {
	Index  int64    `json:"index"`
	Hashes [][]byte `json:"hashes"`
}

type consistency struct {
	From   int64    `json:"from"`
	To     int64    `json:"to"`
	Hashes [][]byte `json:"hashes"`
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: main.go <folder> <verifier key>")
	}
	folder := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	known := note.VerifierList(verifier)

	tree := checkpoint(folder, "checkpoint", verifier.Name(), known)
	if _, err := os.Stat(filepath.Join(folder, "earlier-checkpoint")); err == nil {
		earlier := checkpoint(folder, "earlier-checkpoint", verifier.Name(), known)
		var c consistency
		check(json.Unmarshal(read(folder, "consistency.json"), &c))
		if earlier.N > 0 {
			check(tlog.CheckTree(tlog.TreeProof(hashes(c.Hashes)), tree.N, tree.Hash, earlier.N, earlier.Hash))
		}
		fmt.Printf("the log was only appended to since its first %d events\n", earlier.N)
	}
	m := manifest(folder, verifier.Name(), known)
	last := int64(-1)
	verified := verify(folder, "events.jsonl", "proofs.jsonl", tree, func(e event) {
		if e.LogIndex <= last {
			fail(fmt.Sprintf("log index %d is out of order", e.LogIndex))
		}
		last = e.LogIndex
		m.within(e)
	})
	if int64(verified) != m.Events {
		fail("there are not as many events as the manifest says")
	}
	beside := map[int64]string{}
	verify(folder, "beside.jsonl", "beside-proofs.jsonl", tree, func(e event) { beside[e.LogIndex] = e.Time })
	m.isWhole(tree.N, beside)
	m.namesFiles(folder)
	fmt.Printf("%d events of %d verified\n", verified, tree.N)
}

// Every event of a file by its proof; looks at each that is right.
func verify(folder, file, proofFile string, tree tlog.Tree, look func(event)) int {
	events, proofs := lines(folder, file), lines(folder, proofFile)
	verified := 0
	for events.Scan() {
		if !proofs.Scan() {
			fail("an event has no proof")
		}
		var e event
		var p proof
		check(json.Unmarshal(events.Bytes(), &e))
		check(json.Unmarshal(proofs.Bytes(), &p))
		if p.Index != e.LogIndex {
			fail(fmt.Sprintf("the proof of %s is of another log index", e.ID))
		}
		if err := tlog.CheckRecord(tlog.RecordProof(hashes(p.Hashes)), tree.N, tree.Hash, e.LogIndex, tlog.RecordHash(envelope(e))); err != nil {
			fail(fmt.Sprintf("event %s at log index %d: %v", e.ID, e.LogIndex, err))
		}
		look(e)
		verified++
	}
	check(events.Err())
	return verified
}

// What was asked for. Times are compared as texts: the log writes all of them in one form.
type selection struct {
	Format     string  `json:"format"`
	Account    *string `json:"account"`
	From       *string `json:"from"`
	To         *string `json:"to"`
	FirstIndex int64   `json:"firstIndex"`
	EndIndex   int64   `json:"endIndex"`
	Events     int64   `json:"events"`
	Files      map[string]struct {
		SHA256 string `json:"sha256"`
	} `json:"files"`
}

func instant(text *string) string {
	if text != nil {
		if t, err := time.Parse(time.RFC3339, *text); err == nil {
			return t.UTC().Format("2006-01-02T15:04:05.000Z")
		}
	}
	return ""
}

func (m selection) within(e event) {
	from, to := instant(m.From), instant(m.To)
	if e.LogIndex < m.FirstIndex || e.LogIndex >= m.EndIndex || (from != "" && e.Time < from) || (to != "" && e.Time > to) {
		fail(fmt.Sprintf("event %s at log index %d is outside of what was asked for", e.ID, e.LogIndex))
	}
}

// Of an account's export only the log's signature says so: the events between are those of others.
func (m selection) isWhole(size int64, beside map[int64]string) {
	if m.Account != nil {
		return
	}
	before, hasBefore := beside[m.FirstIndex-1]
	behind, hasBehind := beside[m.EndIndex]
	from, to := instant(m.From), instant(m.To)
	if m.From == nil && m.FirstIndex != 0 || from != "" && m.FirstIndex > 0 && (!hasBefore || before >= from) {
		fail("events before the first one may be left out")
	}
	if m.To == nil && m.EndIndex != size || to != "" && m.EndIndex < size && (!hasBehind || behind <= to) {
		fail("events behind the last one may be left out")
	}
	if m.Events != m.EndIndex-m.FirstIndex {
		fail("events between the first and the last one are left out")
	}
}

// The nine lines that the leaf of an event is the hash of.
func envelope(e event) []byte {
	body, metadata := []byte(e.Data), e.MetadataBase64
	if e.DataBase64 != nil {
		body = e.DataBase64
	}
	if e.Metadata != nil {
		metadata = []byte(*e.Metadata)
	}
	return []byte(fmt.Sprintf("kabinet-event/v1\nstream %s\nrevision %s\nid %s\ntype %s\nversion %s\nrecorded-at %s\nbody-sha256 %s\nmetadata-sha256 %s\n",
		e.Stream, e.Revision, e.ID, e.Type, e.EventVersion, e.Time, hash(body, e.DataSHA256), hash(metadata, e.MetadataSHA256)))
}

func hash(shown []byte, hidden string) string {
	if hidden != "" {
		return hidden
	}
	return fmt.Sprintf("%x", sha256.Sum256(shown))
}

// What the log has signed: its name, how many events, and the root over them.
func checkpoint(folder, file, origin string, known note.Verifiers) tlog.Tree {
	signed, err := note.Open(read(folder, file), known)
	check(err)
	parts := strings.Split(signed.Text, "\n")
	if len(parts) < 4 || parts[0] != origin {
		fail(file + " is no checkpoint of this log")
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(parts[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// The log's signature over manifest.json.
func manifest(folder, origin string, known note.Verifiers) selection {
	text := read(folder, "manifest.json")
	signed, err := note.Open(read(folder, "manifest.note"), known)
	check(err)
	var m selection
	check(json.Unmarshal(text, &m))
	if m.Format != "kabinet-export/v1" && m.Format != "kabinet-export/v2" {
		fail("manifest.json is of another format")
	}
	if signed.Text != fmt.Sprintf("%s %s\nmanifest-sha256 %x\n", m.Format, origin, sha256.Sum256(text)) {
		fail("manifest.json is not the one that was signed")
	}
	return m
}

// The hash of every other file.
func (m selection) namesFiles(folder string) {
	for name, file := range m.Files {
		if fmt.Sprintf("%x", sha256.Sum256(read(folder, name))) != file.SHA256 {
			fail(name + " is not the file that the manifest names")
		}
	}
}

func hashes(encoded [][]byte) []tlog.Hash {
	decoded := make([]tlog.Hash, len(encoded))
	for i, one := range encoded {
		if len(one) != len(decoded[i]) {
			fail("no hash: " + base64.StdEncoding.EncodeToString(one))
		}
		copy(decoded[i][:], one)
	}
	return decoded
}

func lines(folder, name string) *bufio.Scanner {
	file, err := os.Open(filepath.Join(folder, name))
	check(err)
	scanner := bufio.NewScanner(file)
	scanner.Buffer(make([]byte, 1<<20), 1<<26)
	return scanner
}

func read(folder, name string) []byte {
	text, err := os.ReadFile(filepath.Join(folder, name))
	check(err)
	return text
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
