package org.vibrissa.overlay.internal;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;

/** The Overlay row of {@code vibrissa status}. */
@Component
public final class OverlayReady implements ReadyCheck {
    private final Overlay overlay;

    @Activate
    public OverlayReady(@Reference Overlay overlay) {
        this.overlay = overlay;
    }

    @Override
    public String name() {
        return "Overlay";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        String ready =
                Stream.of(Format.values())
                        .map(overlay::status)
                        .filter(FormatStatus::ready)
                        .map(OverlayReady::text)
                        .collect(Collectors.joining("; "));
        return ready.isEmpty() ? "OK (not in use)" : "OK (" + ready + ")";
    }

    private static String text(FormatStatus status) {
        return "%s on port %d, %d peer%s%s"
                .formatted(
                        status.format().label(),
                        status.port(),
                        status.peers(),
                        status.peers() == 1 ? "" : "s",
                        status.lack().isEmpty() ? "" : ", " + status.lack());
    }
}
