package account

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestAMemoForgets for good: an ask that began before is neither remembered nor joined by those who ask afterwards.
func TestAMemoForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		m := memo[int32]{fetch: func(context.Context) (int32, error) {
			n := asked.Add(1)
			if n == 1 {
				time.Sleep(time.Second) // The older answer comes last.
			}
			time.Sleep(time.Second)
			return n, nil
		}}
		get := func() int32 {
			value, err := m.get(t.Context())
			if err != nil {
				t.Error(err)
			}
			return value
		}
		var all sync.WaitGroup
		all.Go(func() {
			if got := get(); got != 1 {
				t.Errorf("who asked before got %d", got)
			}
		})
		synctest.Wait()
		m.forget()
		all.Go(func() {
			if got := get(); got != 2 {
				t.Errorf("who asked afterwards got %d", got)
			}
		})
		all.Wait()
		if got := get(); got != 2 || asked.Load() != 2 {
			t.Errorf("remembered is %d, after %d asks", got, asked.Load())
		}
	})
}

// TestAnOutdatedMemoIsForgotten by whoever needs it complete, also where the ask for it was under way.
func TestAnOutdatedMemoIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		m := memo[int32]{fetch: func(context.Context) (int32, error) {
			n := asked.Add(1)
			time.Sleep(time.Second)
			return n, nil
		}}
		want := func(when string, want int32) {
			t.Helper()
			if got, err := m.get(t.Context()); err != nil || got != want {
				t.Errorf("%s it is %d, want %d; %v", when, got, want, err)
			}
		}
		m.forgetOutdated()
		var all sync.WaitGroup
		all.Go(func() { want("before", 1) })
		synctest.Wait()
		m.outdate()
		all.Wait()
		want("for those who do not need more", 1)
		m.forgetOutdated()
		want("complete", 2)
		m.forgetOutdated()
		want("still complete", 2)
	})
}

// TestAMemoIsOutdatedOnce however many find it so at the same time.
func TestAMemoIsOutdatedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		m := memo[int32]{fetch: func(context.Context) (int32, error) {
			time.Sleep(time.Second)
			return asked.Add(1), nil
		}}
		if _, err := m.get(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, _, version := m.last()
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				m.forgetIf(version)
				if got, err := m.get(t.Context()); got != 2 || err != nil {
					t.Errorf("%d, %v", got, err)
				}
			})
		}
		all.Wait()
	})
}
