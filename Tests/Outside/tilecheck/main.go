// Checks an exported ledger with golang.org/x/mod/sumdb: its checkpoint, its cosignatures, its tiles and its entries.
//
// tilecheck FOLDER LOGKEY [WITNESSKEY…] -- [OLDERSIZE…]
//
// It writes what it found as JSON and ends with 0, or writes what does not hold and ends with 1.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func demand(holds bool, format string, values ...any) {
	if !holds {
		fmt.Printf(format+"\n", values...)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	demand(err == nil, "%v", err)
	return value
}

// A witness's key: the type byte is 4, and before the text that is signed stands the time.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
	time uint64
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	w.time = binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", w.time, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(vkey string) *witness {
	parts := strings.SplitN(vkey, "+", 3)
	demand(len(parts) == 3, "no key: %s", vkey)
	raw := must(base64.StdEncoding.DecodeString(parts[2]))
	demand(len(raw) == 33 && raw[0] == 4, "no key of a witness: %s", vkey)
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
	hash := binary.BigEndian.Uint32(sum[:])
	demand(fmt.Sprintf("%08x", hash) == parts[1], "the hash of %s", vkey)
	return &witness{name: parts[0], hash: hash, key: raw[1:]}
}

// The tiles in a folder. Go's own names have the height in them, which is 8 here by definition.
type folder string

func (f folder) Height() int { return 8 }
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		name := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), name))
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// The entries of one bundle.
func (f folder) entries(index, size int64) [][]byte {
	width := int64(256)
	if size-index*256 < width {
		width = size - index*256
	}
	tile := tlog.Tile{H: 8, L: -1, N: index, W: int(width)}
	name := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	data := must(os.ReadFile(filepath.Join(string(f), name)))
	var entries [][]byte
	for len(data) > 0 {
		demand(len(data) >= 2, "%s: cut off", name)
		length := int(binary.BigEndian.Uint16(data))
		demand(len(data) >= 2+length, "%s: cut off", name)
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	demand(int64(len(entries)) == width, "%s: %d entries, not %d", name, len(entries), width)
	return entries
}

func main() {
	f := folder(os.Args[1])
	verifiers := []note.Verifier{must(note.NewVerifier(os.Args[2]))}
	rest := os.Args[3:]
	var witnesses []*witness
	for len(rest) > 0 && rest[0] != "--" {
		w := newWitness(rest[0])
		witnesses = append(witnesses, w)
		verifiers = append(verifiers, w)
		rest = rest[1:]
	}
	opened := must(note.Open(must(os.ReadFile(filepath.Join(string(f), "checkpoint"))), note.VerifierList(verifiers...)))
	demand(len(opened.Sigs) == len(verifiers), "%d keys verify, not %d", len(opened.Sigs), len(verifiers))
	lines := strings.Split(opened.Text, "\n")
	demand(len(lines) == 4 && lines[0] == verifiers[0].Name(), "no checkpoint of this ledger: %q", opened.Text)
	size := must(strconv.ParseInt(lines[1], 10, 64))
	root := must(tlog.ParseHash(lines[2]))
	tree := tlog.Tree{N: size, Hash: root}

	// It proves every tile that it reads against the root.
	hashes := tlog.TileHashReader(tree, f)
	demand(must(tlog.TreeHash(size, hashes)) == root, "the root")
	for start := int64(0); start < size; start += 256 {
		entries := f.entries(start/256, size)
		tile := tlog.Tile{H: 8, L: 0, N: start / 256, W: len(entries)}
		data := must(f.ReadTiles([]tlog.Tile{tile}))[0]
		demand(len(data) == len(entries)*tlog.HashSize, "%s: its length", tile.Path())
		for i, entry := range entries {
			index := start + int64(i)
			leaf := tlog.RecordHash(entry)
			demand(must(tlog.HashFromTile(tile, data, tlog.StoredHashIndex(0, index))) == leaf, "entry %d is not in its tile", index)
			// All proofs of a small ledger, of a large one a good many.
			if size < 2000 || index%97 == 0 || index == size-1 {
				proof := must(tlog.ProveRecord(size, index, hashes))
				err := tlog.CheckRecord(proof, size, root, index, leaf)
				demand(err == nil, "entry %d: %v", index, err)
			}
		}
	}
	// Every full tile above, made anew from the one beneath.
	for level, count := 1, size>>8; count > 0; level, count = level+1, count>>8 {
		for start := int64(0); start < count; start += 256 {
			width := count - start
			if width > 256 {
				width = 256
			}
			tile := tlog.Tile{H: 8, L: level, N: start / 256, W: int(width)}
			data := must(f.ReadTiles([]tlog.Tile{tile}))[0]
			made := must(tlog.ReadTileData(tile, hashes))
			demand(bytes.Equal(data, made), "%s", tile.Path())
		}
	}
	if len(rest) > 0 {
		rest = rest[1:]
	}
	for _, text := range rest {
		older := must(strconv.ParseInt(text, 10, 64))
		proof := must(tlog.ProveTree(size, older, hashes))
		err := tlog.CheckTree(proof, size, root, older, must(tlog.TreeHash(older, hashes)))
		demand(err == nil, "size %d: %v", older, err)
	}
	times := map[string]uint64{}
	for _, w := range witnesses {
		times[w.name] = w.time
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{"Size": size, "Root": root, "Cosigned": times})
}
