package org.vibrissa.fleet.internal.member;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps this host from working as a member, one text a topic. Thread safe. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final String REMOVED =
            "this host was removed from the fleet; run vibrissa leave --force, then join again";

    private final Map<Topic, String> texts = new ConcurrentSkipListMap<>();

    /** What may go wrong. */
    enum Topic {
        LISTENING,
        STORE,
        CERTIFICATE,
        MEMBERSHIP
    }

    /** A line in the log for each new text, not for each time. */
    void notice(Topic topic, String text) {
        if (!text.equals(texts.put(topic, text))) {
            LOG.warn("fleet: {}", text);
        }
    }

    /** The others answer this host no more. */
    void removed() {
        notice(Topic.MEMBERSHIP, REMOVED);
    }

    /** A defect of the daemon's own. */
    void failed(Topic topic, RuntimeException e) {
        LOG.error("the fleet's ticker failed and goes on", e);
        texts.put(topic, "internal error: " + e);
    }

    void over(Topic topic) {
        texts.remove(topic);
    }

    /** All of them; empty when there is none. */
    String text() {
        return String.join("; ", texts.values());
    }
}
