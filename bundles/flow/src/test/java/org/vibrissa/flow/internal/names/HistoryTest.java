package org.vibrissa.flow.internal.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static final long SLACK = 10;

    private long now = 1000;
    private final History<String, String> history = new History<>(() -> now, SLACK, 3);

    private void at(long time) {
        now = time;
    }

    private void expect(String value, long time) {
        assertEquals(Optional.of(value), history.at("k", time), "at " + time);
    }

    private void expectNone(long time) {
        assertEquals(Optional.empty(), history.at("k", time), "at " + time);
    }

    @Test
    void whatWasThereAtTheStartHeldBefore() {
        history.put("k", "a");
        history.opened();

        expect("a", 0);
        expect("a", 5000);
    }

    @Test
    void changedValueHoldsFromThenOn() {
        history.put("k", "a");
        history.opened();
        at(2000);
        history.put("k", "b");

        expect("a", 1999);
        expect("b", 2000);
    }

    @Test
    void sameValueAgainIsNoChange() {
        history.opened();
        history.put("k", "a");
        at(2000);
        history.put("k", "a");

        expect("a", 1500);
    }

    @Test
    void newValueHoldsALittleBeforeItWasHeardOf() {
        history.opened();
        history.put("k", "a");

        expect("a", 1000 - SLACK);
        expectNone(1000 - SLACK - 1);
    }

    @Test
    void goneValueHoldsALittleLonger() {
        history.put("k", "a");
        history.opened();
        history.remove("k");

        expect("a", 999);
        expect("a", 1000 + SLACK);
        expectNone(1000 + SLACK + 1);
    }

    @Test
    void gapBelongsToTheNearerSide() {
        history.put("k", "a");
        history.opened();
        history.remove("k");
        at(1008);
        history.put("k", "b");

        expect("a", 1003);
        expect("b", 1005);
        expect("b", 1008);
    }

    @Test
    void longGapBelongsToNobody() {
        history.put("k", "a");
        history.opened();
        history.remove("k");
        at(5000);
        history.put("k", "b");

        expectNone(3000);
        expect("b", 5000);
        expect("a", 500);
    }

    @Test
    void pruningForgetsWhatNoEventCanMean() {
        history.put("k", "a");
        history.opened();
        at(2000);
        history.put("k", "b");
        at(3000);
        history.put("k", "c");
        history.prune(2500);

        expectNone(1500);
        expect("b", 2500);
        expect("c", 3000);
    }

    @Test
    void pruningForgetsKeysThatAreGone() {
        history.put("k", "a");
        history.remove("k");
        history.prune(1000 + SLACK);
        assertEquals(1, history.size());

        history.prune(1001 + SLACK);
        assertEquals(0, history.size());
    }

    @Test
    void limitForgetsTheOldest() {
        history.put("k", "0");
        history.opened();
        for (int i = 1; i <= 4; i++) {
            at(1000 + i * 1000);
            history.put("k", Integer.toString(i));
        }

        expectNone(1500);
        expect("1", 2500);
        expect("4", 5000);
    }

    @Test
    void clockSetBackLeavesWhatHoldsNow() {
        history.put("k", "a");
        history.put("gone", "x");
        history.opened();
        at(2000);
        history.put("k", "b");
        history.remove("gone");
        at(500);
        history.rebase();

        expect("b", 600);
        assertEquals(Optional.empty(), history.at("gone", 600));
        assertEquals(1, history.size());
    }
}
