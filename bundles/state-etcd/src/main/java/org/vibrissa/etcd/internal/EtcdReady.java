package org.vibrissa.etcd.internal;

import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.etcd.internal.feed.Health;
import org.vibrissa.runtime.ReadyCheck;

/** The row of {@code vibrissa status}. A store that is away keeps no host from working. */
@Component
public final class EtcdReady implements ReadyCheck {
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final EtcdComponent etcd;

    @Activate
    public EtcdReady(@Reference EtcdComponent etcd) {
        this.etcd = etcd;
    }

    @Override
    public String name() {
        return "Fleet store";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        if (!etcd.problem().isEmpty()) {
            return "FAILED (" + etcd.problem() + ")";
        }
        return etcd.link().map(this::summary).orElse(etcd.stage().word());
    }

    private String summary(Link link) {
        Optional<Health.Problem> worst = link.health().worst();
        if (worst.isPresent()) {
            String waiting =
                    link.waiting() == 0 ? "" : "; " + link.waiting() + " changes wait to be sent";
            return "degraded (etcd since "
                    + worst.get().since()
                    + ": "
                    + worst.get().text()
                    + "; this host goes on with its last state"
                    + waiting
                    + ")";
        }
        if (!link.feed().following()) {
            return "connecting to etcd";
        }
        String slow =
                link.etcd().slowest().compareTo(SLOW) < 0
                        ? ""
                        : ", slow: an answer took " + link.etcd().slowest().toMillis() + " ms";
        int refused = link.mirror().refused().size() + link.mirror().unreadable().size();
        String aside = refused == 0 ? "" : ", " + refused + " not taken here";
        return (refused == 0 ? "OK (" : "degraded (")
                + (etcd.stage() == Stage.BOTH ? "peers, written to etcd too" : "etcd")
                + ", "
                + link.mirror().size()
                + " resources, revision "
                + link.feed().revision()
                + slow
                + aside
                + ")";
    }
}
