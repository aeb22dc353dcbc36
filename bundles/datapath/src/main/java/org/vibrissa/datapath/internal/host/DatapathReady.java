package org.vibrissa.datapath.internal.host;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.runtime.ReadyCheck;

/** The Datapath row of {@code vibrissa status}; registered once everything is in force. */
@Component
public final class DatapathReady implements ReadyCheck {
    private final Attachments attachments;
    private final Pipeline pipeline;
    private final Conntrack conntrack;

    @Activate
    public DatapathReady(
            @Reference Attachments attachments,
            @Reference Pipeline pipeline,
            @Reference Conntrack conntrack,
            @Reference VibHost host,
            @Reference UnderlayDevices underlay) {
        this.attachments = attachments;
        this.pipeline = pipeline;
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "Datapath";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        return "OK (%s, %s, room for %d flows)"
                .formatted(
                        count(attachments.list().size(), "device"),
                        count(pipeline.slots().size(), "stage"),
                        conntrack.capacity());
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
