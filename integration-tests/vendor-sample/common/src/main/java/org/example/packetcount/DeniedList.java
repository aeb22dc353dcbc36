package org.example.packetcount;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.example.packetcount.bpf.Denial;
import org.example.packetcount.bpf.Subject;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa packetcount denied}. */
@Component
public final class DeniedList implements CommandProvider {
    private final BpfLoader loader;

    /** Over the maps that this loader has pinned. */
    @Activate
    public DeniedList(@Reference BpfLoader loader) {
        this.loader = loader;
    }

    @Override
    public String path() {
        return "packetcount denied";
    }

    @Override
    public String example() {
        return "vibrissa packetcount denied";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(loader, invocation);
    }

    @Command(description = "Lists what is dropped, and how many packets were.")
    private record Run(BpfLoader loader, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(rows())
                            .column("DENIED", "denied", row -> SubjectChoice.text(row.getKey()))
                            .column("DROPS", "drops", row -> row.getValue().drops())
                            .column("REASON", "reason", row -> row.getValue().reason())
                            .whenEmpty("Nothing is denied. vibrissa packetcount deny --port 80"));
        }

        private List<Map.Entry<Subject, Denial>> rows() {
            return new Denials(loader)
                    .all().entrySet().stream()
                            .sorted(
                                    Map.Entry.comparingByKey(
                                            Comparator.comparingInt((Subject s) -> s.kind())
                                                    .thenComparing(
                                                            s -> s.value(),
                                                            Integer::compareUnsigned)))
                            .toList();
        }
    }
}
