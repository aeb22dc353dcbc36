package org.vibrissa.datapath.internal.cli;

import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.Slots;
import picocli.CommandLine.Command;

/** {@code vibrissa pipeline list}. */
@Component
public final class PipelineList implements CommandProvider {
    private final Pipeline pipeline;

    @Activate
    public PipelineList(@Reference Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public String path() {
        return "pipeline list";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("pipeline", "The stages packets walk, their owners and their cost");
    }

    @Override
    public String example() {
        return "vibrissa pipeline list -o json";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(pipeline, invocation);
    }

    @Command(description = "Shows who stands in which slot, its hits and its ns per packet.")
    private record Run(Pipeline pipeline, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(pipeline.slots())
                            .column("CHAIN", "chain", slot -> slot.chain().label())
                            .column("SLOT", "slot", SlotInfo::slot)
                            .column("STAGE", "stage", slot -> Slots.name(slot.slot()))
                            .column("PROGRAM", "program", SlotInfo::stage)
                            .column("OWNER", "owner", Run::owner)
                            .column("VERSION", "version", SlotInfo::version)
                            .column("PROG ID", "programId", SlotInfo::programId)
                            .column("HITS", "hits", SlotInfo::hits)
                            .column("NS/PACKET", "nanosPerPacket", Run::nanos));
        }

        private static String owner(SlotInfo slot) {
            return slot.owner().isEmpty() ? "(released)" : slot.owner();
        }

        private static String nanos(SlotInfo slot) {
            return slot.nanosPerPacket() == 0
                    ? "-"
                    : String.format(Locale.ROOT, "%.1f", slot.nanosPerPacket());
        }
    }
}
