package org.vibrissa.etcd.internal.feed;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What does not work and since when. Thread safe. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** What may fail on its own, the worst first. */
    public enum Topic {
        /** Nothing comes from etcd. */
        AWAY,
        /** etcd is not the one that this host knew. */
        CHANGED,
        /** Nothing goes to etcd. */
        WRITE,
        /** This host holds no lease. */
        LEASE
    }

    /**
     * A problem.
     *
     * @param since when it began, whatever it said then
     */
    public record Problem(Topic topic, String text, Instant since) {}

    private final Clock clock;
    private final Map<Topic, Problem> problems = new EnumMap<>(Topic.class);

    public Health(Clock clock) {
        this.clock = clock;
    }

    public synchronized void bad(Topic topic, String text) {
        Problem before = problems.get(topic);
        if (before == null || !before.text().equals(text)) {
            LOG.warn("etcd: {}", text);
            Instant since = before == null ? clock.instant() : before.since();
            problems.put(topic, new Problem(topic, text, since));
        }
    }

    public synchronized void good(Topic topic) {
        Problem before = problems.remove(topic);
        if (before != null) {
            LOG.info("etcd: over since {}: {}", before.since(), before.text());
        }
    }

    /** The worst. */
    public synchronized Optional<Problem> worst() {
        return problems.values().stream().findFirst();
    }

    public synchronized Optional<Problem> of(Topic topic) {
        return Optional.ofNullable(problems.get(topic));
    }
}
