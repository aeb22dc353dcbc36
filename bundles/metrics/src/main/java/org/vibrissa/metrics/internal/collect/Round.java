package org.vibrissa.metrics.internal.collect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to many sources. A thread asks them one after the other; another one watches it, and
 * when a source keeps it for too long, that thread is left to the source and {@link #run} goes on
 * in another.
 */
final class Round<T> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final Function<Source, T> question;
    private final Deque<Source> left;
    private final List<Answer<T>> answers = new ArrayList<>();
    private Optional<Turn> turn = Optional.empty();
    private boolean over;

    /** A source that is being asked; told apart by identity. */
    private static final class Turn {
        private final Source source;
        private final long begun = System.nanoTime();

        Turn(Source source) {
            this.source = source;
        }

        long nanos() {
            return System.nanoTime() - begun;
        }
    }

    Round(Collection<Source> sources, Function<Source, T> question) {
        this.question = question;
        left = new ArrayDeque<>(sources);
    }

    @Override
    public void run() {
        Optional<Turn> mine = next();
        while (mine.isPresent() && ask(mine.get())) {
            mine = next();
        }
    }

    private synchronized Optional<Turn> next() {
        turn = Optional.ofNullable(left.poll()).map(Turn::new);
        if (turn.isEmpty()) {
            over = true;
            notifyAll();
        }
        return turn;
    }

    /** Whether to go on: not when it took too long and another thread does. */
    private boolean ask(Turn mine) {
        if (!mine.source.take()) {
            return answered(
                    mine, failure(mine, new NoAnswer("it has not answered an earlier question")));
        }
        Answer<T> answer;
        try {
            T value = question.apply(mine.source);
            answer = new Answer<>(mine.source, Optional.of(value), Optional.empty(), mine.nanos());
        } catch (RuntimeException | LinkageError e) {
            answer = failure(mine, e);
        } finally {
            mine.source.giveBack();
        }
        return answered(mine, answer);
    }

    private Answer<T> failure(Turn of, Throwable why) {
        return new Answer<>(of.source, Optional.empty(), Optional.of(why), of.nanos());
    }

    private synchronized boolean answered(Turn mine, Answer<T> answer) {
        if (turn.isEmpty() || turn.get() != mine) {
            LOG.info(
                    "{} has answered after {} ms",
                    mine.source.name(),
                    TimeUnit.NANOSECONDS.toMillis(answer.nanos()));
            return false;
        }
        answers.add(answer);
        turn = Optional.empty();
        return true;
    }

    /**
     * Waits until all have answered, or one keeps the thread for too long.
     *
     * @return whether all have; if not, another thread is to run this
     */
    synchronized boolean await(Duration patience) throws InterruptedException {
        while (!over) {
            long wait = patience.toNanos() - turn.map(Turn::nanos).orElse(0L);
            if (wait <= 0) {
                leave(turn.orElseThrow(), patience);
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, wait);
        }
        return true;
    }

    private void leave(Turn hanging, Duration patience) {
        String why =
                "no answer in "
                        + patience.toMillis()
                        + " ms; it is not asked again before it answers";
        LOG.warn("no figures of {}: {}", hanging.source.name(), why);
        answers.add(failure(hanging, new NoAnswer(why)));
        turn = Optional.empty();
    }

    /** Who is asked no more: nobody waits for the answers. */
    synchronized void end() {
        left.clear();
        turn = Optional.empty();
    }

    synchronized List<Answer<T>> answers() {
        return List.copyOf(answers);
    }
}
