package org.example.packetcount;

import java.util.Map;
import org.example.packetcount.bpf.Traffic;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa packetcount list}. */
@Component
public final class CountList implements CommandProvider {
    private final BpfLoader loader;

    /** Over the maps that this loader has pinned. */
    @Activate
    public CountList(@Reference BpfLoader loader) {
        this.loader = loader;
    }

    @Override
    public String path() {
        return "packetcount list";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("packetcount", "Packets per endpoint, and what is denied");
    }

    @Override
    public String example() {
        return "vibrissa packetcount list -o json";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(loader, invocation);
    }

    @Command(description = "Lists packets and bytes from and to each endpoint.")
    private record Run(BpfLoader loader, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(new Counters(loader).sums().entrySet())
                            .column("ENDPOINT", "endpoint", Run::endpoint)
                            .column("PACKETS", "packets", row -> row.getValue().packets())
                            .column("BYTES", "bytes", row -> row.getValue().bytes())
                            .whenEmpty("No endpoint has sent or received a packet."));
        }

        private static long endpoint(Map.Entry<Integer, Traffic> row) {
            return Integer.toUnsignedLong(row.getKey());
        }
    }
}
