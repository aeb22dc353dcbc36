package org.vibrissa.mode.internal.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.vibrissa.mode.internal.record.SwapRecord;

/**
 * What a host does with a change that nobody brings to its end: the table in docs/modes.md. Pure.
 */
public final class Rules {
    /** How long a prepared host waits for a coordinator that it cannot reach. */
    public static final Duration PREPARED_LIMIT = Duration.ofSeconds(60);

    private Rules() {}

    /** What to do. */
    public enum Step {
        /** Ask again later. */
        WAIT,
        /** The new mode stays. */
        CONFIRM,
        /** Back to the old mode. */
        UNDO,
        /** Tell the hosts that are not as far, then ask again. */
        TELL,
        /** No host sends by the other mode any more: take it back. */
        FINISH
    }

    /**
     * Decides.
     *
     * @param mine this host's record, not over
     * @param coordinating whether this host's coordinator works on it now
     * @param others the word of every other host that takes part and is still in the fleet
     */
    public static Step next(
            SwapRecord mine, boolean coordinating, Map<String, Word> others, Instant now) {
        Word leader = others.getOrDefault(mine.coordinator(), Word.NONE);
        boolean led = coordinating || leader.coordinates();
        return switch (mine.phase()) {
            case PREPARED, COMMITTED -> undecided(mine, led, leader, others, now);
            case CONFIRMED -> led ? Step.WAIT : all(others.values(), Word::forward);
            case UNDONE -> {
                if (any(others, Word::forward)) {
                    yield Step.CONFIRM;
                }
                yield led ? Step.WAIT : all(others.values(), word -> left(word, mine));
            }
            case DONE, WITHDRAWN -> Step.WAIT;
        };
    }

    private static Step undecided(
            SwapRecord mine, boolean led, Word leader, Map<String, Word> others, Instant now) {
        if (any(others, Word::forward)) {
            return Step.CONFIRM;
        }
        if (any(others, Word::backward)) {
            return Step.UNDO;
        }
        Duration age = Duration.between(mine.since(), now);
        boolean late =
                switch (mine.phase()) {
                    case COMMITTED -> age.compareTo(mine.confirm()) >= 0;
                    default -> !led && age.compareTo(PREPARED_LIMIT) >= 0;
                };
        boolean abandoned = !led && (leader.reached() || !others.containsKey(mine.coordinator()));
        return late || abandoned ? Step.UNDO : Step.WAIT;
    }

    /** Whether a host will not send by the new mode because of this change. */
    private static boolean left(Word word, SwapRecord mine) {
        return word.backward() || (word.phase().isEmpty() && !word.inForce().equals(mine.to()));
    }

    private static Step all(Collection<Word> words, java.util.function.Predicate<Word> as) {
        return words.stream().allMatch(word -> word.reached() && as.test(word))
                ? Step.FINISH
                : Step.TELL;
    }

    private static boolean any(Map<String, Word> others, java.util.function.Predicate<Word> as) {
        return others.values().stream().anyMatch(as);
    }
}
