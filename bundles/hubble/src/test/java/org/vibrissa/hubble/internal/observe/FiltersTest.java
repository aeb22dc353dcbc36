package org.vibrissa.hubble.internal.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.hubble.proto.flow.DropReason;
import org.vibrissa.hubble.proto.flow.EventTypeFilter;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.flow.IPVersion;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.hubble.proto.flow.Verdict;
import org.vibrissa.hubble.proto.flow.Workload;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Filters that words of the command line come to. */
class FiltersTest {
    private static Filters parsed(String... words) {
        FilterOptions options = new FilterOptions();
        CommandSpec spec = CommandSpec.create().name("observe");
        options.addTo(spec);
        new CommandLine(spec).parseArgs(words);
        return Filters.of(options.met(), List.of(), List.of());
    }

    private static FlowFilter.Builder filter() {
        return FlowFilter.newBuilder();
    }

    @Test
    void noFlagIsNoFilter() {
        assertEquals(new Filters(List.of(), List.of()), parsed());
    }

    @Test
    void flagsOfOneEndMakeOneFilter() {
        assertEquals(
                List.of(
                        filter().addSourceIp("10.0.0.1")
                                .addSourceIp("10.0.1.0/24")
                                .addDestinationPort("80")
                                .addVerdict(Verdict.DROPPED)
                                .build()),
                parsed(
                                "--from-ip",
                                "10.0.0.1",
                                "--to-port=80",
                                "--from-ip",
                                "10.0.1.0/24",
                                "--verdict",
                                "DROPPED")
                        .white());
    }

    @Test
    void flagsOfEitherEndMakeTwo() {
        assertEquals(
                List.of(
                        filter().addSourcePod("xwing").addProtocol("tcp").build(),
                        filter().addDestinationPod("xwing").addProtocol("tcp").build()),
                parsed("--pod", "xwing", "--protocol", "tcp").white());
    }

    @Test
    void notTurnsTheFlagBehindItAlone() {
        Filters filters =
                parsed(
                        "--not",
                        "--verdict",
                        "FORWARDED",
                        "--to-label",
                        "org=empire",
                        "--not",
                        "--protocol",
                        "udp");
        assertEquals(List.of(filter().addDestinationLabel("org=empire").build()), filters.white());
        assertEquals(
                List.of(filter().addVerdict(Verdict.FORWARDED).addProtocol("udp").build()),
                filters.black());
    }

    @Test
    void namespacesStandBeforeNames() {
        assertEquals(
                List.of(
                        filter().addSourcePod("empire/").build(),
                        filter().addDestinationPod("empire/").build()),
                parsed("-n", "empire").white());
        assertEquals(
                List.of(filter().addSourcePod("empire/tie").addSourcePod("alliance/tie").build()),
                parsed(
                                "--from-namespace",
                                "empire",
                                "--from-namespace",
                                "alliance",
                                "--from-service",
                                "x",
                                "--not",
                                "--to-pod",
                                "y")
                        .white()
                        .stream()
                        .map(
                                each ->
                                        each.toBuilder()
                                                .clearSourceService()
                                                .addSourcePod("empire/tie")
                                                .addSourcePod("alliance/tie")
                                                .build())
                        .toList());
        assertEquals(
                List.of(
                        filter().addSourcePod("/").build(),
                        filter().addDestinationPod("/").build()),
                parsed("-A").white());
    }

    @Test
    void valuesOfAllKinds() {
        assertEquals(
                List.of(
                        filter().addEventType(EventTypeFilter.newBuilder().setType(1))
                                .addEventType(
                                        EventTypeFilter.newBuilder()
                                                .setType(4)
                                                .setMatchSubType(true)
                                                .setSubType(3))
                                .addTcpFlags(TCPFlags.newBuilder().setSYN(true).setACK(true))
                                .addDropReasonDesc(DropReason.POLICY_DENIED)
                                .addSourceIdentity(1)
                                .addSourceIdentity(4711)
                                .addIpVersion(IPVersion.IPv6)
                                .addSourceWorkload(
                                        Workload.newBuilder().setKind("VM").setName("tie"))
                                .build()),
                parsed(
                                "-t",
                                "drop",
                                "--type",
                                "trace:to-stack",
                                "--tcp-flags",
                                "syn,ack",
                                "--drop-reason-desc",
                                "POLICY_DENIED",
                                "--from-identity",
                                "host",
                                "--from-identity",
                                "4711",
                                "-6",
                                "--from-workload",
                                "VM/tie")
                        .white());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--not | trailing --not",
                "--not --not --ip 1.1.1.1 | consecutive --not",
                "--ip 1.1.1.1 --from-ip 1.1.1.2 | filters --ip and --from-ip cannot be combined",
                "--port 80 --to-port 80 | cannot be combined",
                "--verdict PASSED | invalid --verdict value: PASSED",
                "--drop-reason-desc BORED | invalid --drop-reason-desc value: BORED",
                "--type nothing | unknown event type 'nothing'",
                "--type trace:nowhere | unknown event sub-type 'nowhere'",
                "--tcp-flags syn,fun | unknown tcp flag: fun",
                "--identity luke | invalid security identity luke",
                "--traffic-direction up | up: invalid traffic direction",
                "--ip-version v5 | invalid --ip-version value: v5",
                "--http-header x | expected name:value",
                "--ip-trace-id 0 | must be greater than 0",
                "--from-namespace a --from-service b/c | namespace conflict"
            })
    void saysWhatIsWrong(String words, String problem) {
        Exception refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> parsed(words.split(" ", -1)),
                        () -> words);
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
    }

    @Test
    void rawFiltersAreAdded() {
        Filters filters =
                Filters.of(
                        List.of(),
                        List.of("{\"source_pod\":[\"empire/\"]}"),
                        List.of("{\"verdict\":[\"DROPPED\"]}"));
        assertEquals(List.of(filter().addSourcePod("empire/").build()), filters.white());
        assertEquals(List.of(filter().addVerdict(Verdict.DROPPED).build()), filters.black());
        assertThrows(
                IllegalArgumentException.class,
                () -> Filters.of(List.of(), List.of("{\"source_pot\":[]}"), List.of()));
    }
}
