// Checks a ledger with golang.org/x/mod/sumdb: its roots, its proofs and its signed checkpoint.
//
// It reads one JSON object on standard input and writes what does not hold, a line each; it ends with 1 then.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	Leaves     [][]byte
	Roots      map[string]tlog.Hash
	Inclusions []struct {
		LeafHash  tlog.Hash
		LeafIndex int64
		TreeSize  int64
		Root      tlog.Hash
		Proof     []tlog.Hash
	}
	Consistencies []struct {
		Size1, Size2 int64
		Root1, Root2 tlog.Hash
		Proof        []tlog.Hash
	}
	Checkpoint, Key string
}

var failed = false

func complain(format string, values ...any) {
	failed = true
	fmt.Printf(format+"\n", values...)
}

type stored map[int64]tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hash, ok := s[index]
		if !ok {
			return nil, fmt.Errorf("no hash %d", index)
		}
		found[i] = hash
	}
	return found, nil
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	hashes := stored{}
	roots := map[int64]tlog.Hash{}
	for i, leaf := range in.Leaves {
		made, err := tlog.StoredHashes(int64(i), leaf, hashes)
		if err != nil {
			complain("leaf %d: %v", i, err)
			break
		}
		first := tlog.StoredHashIndex(0, int64(i))
		for j, hash := range made {
			hashes[first+int64(j)] = hash
		}
		root, err := tlog.TreeHash(int64(i)+1, hashes)
		if err != nil {
			complain("root %d: %v", i+1, err)
		}
		roots[int64(i)+1] = root
	}
	for size, root := range in.Roots {
		n, _ := strconv.ParseInt(size, 10, 64)
		if roots[n] != root {
			complain("the root of size %d is %v, not %v", n, roots[n], root)
		}
	}
	for _, p := range in.Inclusions {
		if roots[p.TreeSize] != p.Root {
			complain("inclusion %d: another root", p.LeafIndex)
		}
		if err := tlog.CheckRecord(p.Proof, p.TreeSize, p.Root, p.LeafIndex, p.LeafHash); err != nil {
			complain("inclusion %d: %v", p.LeafIndex, err)
		}
	}
	for _, p := range in.Consistencies {
		if roots[p.Size1] != p.Root1 || roots[p.Size2] != p.Root2 {
			complain("consistency %d: another root", p.Size1)
		}
		if err := tlog.CheckTree(p.Proof, p.Size2, p.Root2, p.Size1, p.Root1); err != nil {
			complain("consistency %d: %v", p.Size1, err)
		}
	}
	verifier, err := note.NewVerifier(in.Key)
	if err != nil {
		complain("key: %v", err)
	} else if opened, err := note.Open([]byte(in.Checkpoint), note.VerifierList(verifier)); err != nil {
		complain("checkpoint: %v", err)
	} else if lines := strings.Split(opened.Text, "\n"); len(lines) < 3 || lines[1] != fmt.Sprint(len(in.Leaves)) || lines[2] != roots[int64(len(in.Leaves))].String() {
		complain("checkpoint: it speaks of another ledger: %q", opened.Text)
	}
	if failed {
		os.Exit(1)
	}
	fmt.Printf("%d leaves, %d roots, %d inclusions, %d consistencies and the checkpoint hold\n", len(in.Leaves), len(in.Roots), len(in.Inclusions), len(in.Consistencies))
}
