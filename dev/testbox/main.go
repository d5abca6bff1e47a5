// Testbox is the one program that test images hold. What it does is said by its first argument, or by TESTBOX_MODE:
//
//	serve                          HTTP on $TESTBOX_PORT (8080): /healthz is 200, / tells about itself (the default)
//	tcp                            accepts connections on $TESTBOX_PORT, says a line, hangs up
//	crash [--code N] [--word TEXT] leaves a last word on stderr and exits
//	eat N                          takes N MiB of memory and keeps them, then serves
//	hang                           serves, and does not listen to SIGTERM
//	require-env A,B,C              exits with 1 if one of them is unset or empty, else serves
//	pause                          holds a pod's namespaces: reaps children and sleeps until a signal
//
// It uses the standard library only and is built without cgo, so that an image needs nothing besides it.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

// run returns the exit code; it is main without os.Exit, so that tests can call it.
func run(args []string, stderr io.Writer) int {
	mode, rest := os.Getenv("TESTBOX_MODE"), args
	if len(args) > 0 {
		mode, rest = args[0], args[1:]
	} else if fields := strings.Fields(mode); len(fields) > 0 {
		mode, rest = fields[0], fields[1:]
	}
	switch mode {
	case "", "serve":
		return serve(stderr, true)
	case "tcp":
		return serveTCP(stderr)
	case "crash":
		return crash(rest, stderr)
	case "eat":
		return eat(rest, stderr)
	case "hang":
		return serve(stderr, false)
	case "require-env":
		return requireEnv(rest, stderr)
	case "pause":
		return pause()
	default:
		fmt.Fprintf(stderr, "testbox: no mode %q\n", mode)
		return 2
	}
}

// version is what the header X-Relay-Version says: the environment's word, else the seed that the image was made with.
func version() string {
	if v := os.Getenv("TESTBOX_VERSION"); v != "" {
		return v
	}
	self, err := os.Executable()
	if err != nil {
		return ""
	}
	seed, err := os.ReadFile(filepath.Join(filepath.Dir(self), "testbox.seed"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(seed))
}

// about is the answer to GET /. It holds names of environment variables and never their values, which may be secrets.
type about struct {
	Version string   `json:"version"`
	Host    string   `json:"host"`
	Env     []string `json:"env"`
}

// environmentNames lists the variables that are set and not empty, sorted, if their names begin with the prefix.
func environmentNames(prefix string) []string {
	names := []string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if value != "" && strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

func handler() http.Handler {
	v := version()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Relay-Version", v)
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		host, _ := os.Hostname()
		w.Header().Set("X-Relay-Version", v)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(about{Version: v, Host: host, Env: environmentNames(r.URL.Query().Get("prefix"))})
	})
	return mux
}

func listen() (net.Listener, error) {
	port := os.Getenv("TESTBOX_PORT")
	// Not PORT: the Secrets of the stories bring a PORT, that of a database.
	if _, err := strconv.Atoi(port); err != nil {
		port = "8080"
	}
	return net.Listen("tcp", ":"+port)
}

func serve(stderr io.Writer, polite bool) int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	listener, err := listen()
	if err != nil {
		fmt.Fprintln(stderr, "testbox:", err)
		return 1
	}
	server := &http.Server{Handler: handler(), ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	fmt.Fprintf(stderr, "testbox: serving on %s, version %q\n", listener.Addr(), version())
	for {
		select {
		case err := <-done:
			if !errors.Is(err, http.ErrServerClosed) {
				fmt.Fprintln(stderr, "testbox:", err)
				return 1
			}
			return 0
		case s := <-signals:
			if polite {
				_ = server.Close()
				return 0
			}
			fmt.Fprintf(stderr, "testbox: %s is not listened to\n", s)
		}
	}
}

func serveTCP(stderr io.Writer) int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	listener, err := listen()
	if err != nil {
		fmt.Fprintln(stderr, "testbox:", err)
		return 1
	}
	go greet(listener)
	<-signals
	_ = listener.Close()
	return 0
}

func greet(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, "testbox\n")
		_ = conn.Close()
	}
}

func crash(args []string, stderr io.Writer) int {
	flags := flag.NewFlagSet("crash", flag.ContinueOnError)
	flags.SetOutput(stderr)
	code := flags.Int("code", 1, "exit code")
	word := flags.String("word", "panic: testbox crashes as it was told", "last word")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	fmt.Fprintln(stderr, *word)
	return *code
}

// eaten keeps the memory reachable.
var eaten [][]byte

func eat(args []string, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(stderr, "testbox: eat needs a number of MiB")
		return 2
	}
	mebibytes, err := strconv.Atoi(args[0])
	if err != nil || mebibytes < 0 {
		fmt.Fprintf(stderr, "testbox: %q is no number of MiB\n", args[0])
		return 2
	}
	for range mebibytes {
		block := make([]byte, 1<<20)
		// A page that was never written takes no memory.
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		eaten = append(eaten, block)
	}
	return serve(stderr, true)
}

// missing returns the names of a comma separated list that are unset or empty.
func missing(list string) []string {
	var absent []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" && os.Getenv(name) == "" {
			absent = append(absent, name)
		}
	}
	return absent
}

func requireEnv(args []string, stderr io.Writer) int {
	if absent := missing(strings.Join(args, ",")); len(absent) > 0 {
		fmt.Fprintf(stderr, "testbox: required environment variable %s is not set\n", strings.Join(absent, ", "))
		return 1
	}
	return serve(stderr, true)
}

func pause() int {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)
	for s := range signals {
		if s != syscall.SIGCHLD {
			return 0
		}
		// Orphans of a shared process namespace become ours; one signal may stand for several of them.
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 || err != nil {
				break
			}
		}
	}
	return 0
}
