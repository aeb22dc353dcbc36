package org.example.hello;

import java.util.Map;
import java.util.TreeMap;
import org.example.hello.bpf.Count;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.Pipeline;
import picocli.CommandLine.Command;

/** Puts the stage in force; {@code vibrissa hello} shows what it has counted. */
@Component(immediate = true)
public final class Hello implements CommandProvider {
    private final BpfMap<Integer, Count> counts;

    @Activate
    public Hello(@Reference BpfLoader loader, @Reference Pipeline pipeline) {
        BpfObject object = loader.load(ObjectRequest.of("bpf/hello.bpf.o"));
        counts = object.map("hello_counts", PlainCodecs.U32, Count.CODEC);
        pipeline.claim(new ClaimRequest(object, "hello"));
    }

    @Override
    public String path() {
        return "hello";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(counts, invocation);
    }

    @Command(description = "Lists how many packets each endpoint has sent.")
    private record Run(BpfMap<Integer, Count> counts, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            Map<Integer, Long> sums = new TreeMap<>();
            counts.perCpu()
                    .forEach(
                            (endpoint, perCpu) ->
                                    sums.put(
                                            endpoint,
                                            perCpu.stream().mapToLong(Count::packets).sum()));
            invocation.print(
                    Table.of(sums.entrySet())
                            .column("ENDPOINT", "endpoint", Map.Entry::getKey)
                            .column("PACKETS", "packets", Map.Entry::getValue));
        }
    }
}
