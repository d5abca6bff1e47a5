package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestCrashLeavesItsWordAndCode(t *testing.T) {
	var said strings.Builder
	if code := run([]string{"crash", "--code", "3", "--word", "FATAL: no DATABASE_URL"}, &said); code != 3 {
		t.Errorf("code %d, want 3", code)
	}
	if said.String() != "FATAL: no DATABASE_URL\n" {
		t.Errorf("said %q", said.String())
	}
}

func TestModeFromTheEnvironment(t *testing.T) {
	t.Setenv("TESTBOX_MODE", "crash --code 7")
	if code := run(nil, io.Discard); code != 7 {
		t.Errorf("code %d, want 7", code)
	}
}

func TestUnknownModesAndBadNumbersAreRefused(t *testing.T) {
	for _, args := range [][]string{{"dance"}, {"eat"}, {"eat", "much"}, {"eat", "-1"}, {"crash", "--code", "x"}} {
		if code := run(args, io.Discard); code != 2 {
			t.Errorf("%v: code %d, want 2", args, code)
		}
	}
}

func TestRequireEnvNamesWhatIsMissing(t *testing.T) {
	t.Setenv("HAVE", "x")
	t.Setenv("EMPTY", "")
	var said strings.Builder
	if code := run([]string{"require-env", "HAVE,EMPTY,NOT_THERE"}, &said); code != 1 {
		t.Errorf("code %d, want 1", code)
	}
	if !strings.Contains(said.String(), "EMPTY, NOT_THERE") || strings.Contains(said.String(), "HAVE") {
		t.Errorf("said %q", said.String())
	}
}

func TestAnswersTellNamesButNoValues(t *testing.T) {
	t.Setenv("TESTBOX_VERSION", "1.4.0")
	t.Setenv("BOX_PASSWORD", "hunter2")
	answer := httptest.NewRecorder()
	handler().ServeHTTP(answer, httptest.NewRequest("GET", "/?prefix=BOX_", nil))
	if answer.Code != 200 || answer.Header().Get("X-Relay-Version") != "1.4.0" {
		t.Errorf("code %d, header %q", answer.Code, answer.Header().Get("X-Relay-Version"))
	}
	if strings.Contains(answer.Body.String(), "hunter2") {
		t.Error("a value stands in the answer")
	}
	var got about
	if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Env, []string{"BOX_PASSWORD"}) {
		t.Errorf("names %v", got.Env)
	}
}

func TestHealthAndUnknownPaths(t *testing.T) {
	for path, want := range map[string]int{"/healthz": 200, "/": 200, "/nope": 404} {
		answer := httptest.NewRecorder()
		handler().ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		if answer.Code != want {
			t.Errorf("%s: %d, want %d", path, answer.Code, want)
		}
	}
}

func TestServeEndsOnSIGTERM(t *testing.T) {
	t.Setenv("TESTBOX_PORT", "0")
	ended := make(chan int, 1)
	ready, said := io.Pipe()
	go func() { ended <- run([]string{"serve"}, said) }()
	// Its first line says that the signal is being listened to.
	if _, err := ready.Read(make([]byte, 256)); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case code := <-ended:
		if code != 0 {
			t.Errorf("code %d, want 0", code)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("still serving")
	}
}

func TestTCPGreets(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go greet(listener)
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	line, err := io.ReadAll(conn)
	if err != nil || string(line) != "testbox\n" {
		t.Errorf("%q, %v", line, err)
	}
}
