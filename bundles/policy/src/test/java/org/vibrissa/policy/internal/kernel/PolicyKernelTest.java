package org.vibrissa.policy.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.datapath.Slots;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.policy.internal.rule.Direction;

@Tag("bpf")
class PolicyKernelTest {
    private static final String NAME = "org.vibrissa.policy";
    private static final int TCP = 6;
    private static final int ROOM = 1000;
    private static final int EMPIRE = 300;
    private static final int ENDPOINT = 42;

    @TempDir Path folder;
    private LiveDatapath datapath;
    private PolicyMaps maps;
    private PolicyStage stage;

    @BeforeEach
    void start() {
        datapath = new LiveDatapath(folder);
        adopt("1.0.0", ROOM);
    }

    @AfterEach
    void stop() {
        datapath.close();
    }

    private void adopt(String version, int room) {
        BpfLoader loader = datapath.loader(NAME, version);
        maps = new PolicyMaps(loader, room);
        stage =
                new PolicyStage(
                        loader, datapath.pipelineOf(NAME, version), datapath.config(), maps);
    }

    private static PolicyKey port(int set, int port) {
        return PolicyKey.port(set, EMPIRE, Direction.INGRESS, TCP, port);
    }

    private PolicyVerdict verdict(int port) {
        return stage.ask(
                        List.of(
                                new PolicyProbe.Question(
                                        ENDPOINT, 0, EMPIRE, Direction.INGRESS, TCP, port)))
                .get(0)
                .verdict();
    }

    @Test
    void putsAWholePolicyInForceByOneWrite() {
        maps.put(Map.of(port(7, 80), new PolicyValue(1, false, 2)));
        maps.putSet(7, new PolicySetState(true, false, false, false, 0));
        maps.put(Map.of(port(8, 81), new PolicyValue(2, false, 2)));
        maps.putSet(8, new PolicySetState(true, false, false, false, 0));
        assertEquals(PolicyVerdict.NONE, verdict(80));
        maps.flip(ENDPOINT, 7);
        assertEquals(PolicyVerdict.ALLOWED, verdict(80));
        assertEquals(PolicyVerdict.UNMATCHED, verdict(81));
        maps.flip(ENDPOINT, 8);
        assertEquals(PolicyVerdict.UNMATCHED, verdict(80));
        assertEquals(PolicyVerdict.ALLOWED, verdict(81));
        assertEquals(Map.of(ENDPOINT, 8), maps.inForce());
        maps.delete(List.of(port(7, 80)));
        maps.deleteSet(7);
        assertEquals(Map.of(port(8, 81), new PolicyValue(2, false, 2)), maps.rows());
        assertEquals(1, maps.used());
    }

    @Test
    void refusesASetThatIsNotThere() {
        maps.flip(ENDPOINT, 9);
        assertEquals(PolicyVerdict.UNMATCHED, verdict(80));
    }

    @Test
    void tellsRuleMatchAndAudit() {
        maps.put(
                Map.of(
                        port(7, 80), new PolicyValue(-5, true, 2),
                        PolicyKey.all(7, 0, Direction.INGRESS), new PolicyValue(6, false, 4)));
        maps.putSet(7, new PolicySetState(true, true, true, true, 0));
        List<PolicyProbe.Answer> answers =
                stage.ask(
                        List.of(
                                question(EMPIRE, Direction.INGRESS),
                                question(EMPIRE + 1, Direction.INGRESS),
                                question(EMPIRE, Direction.EGRESS)));
        assertEquals(
                List.of(
                        new PolicyProbe.Answer(PolicyVerdict.REFUSED, true, -5, 2),
                        new PolicyProbe.Answer(PolicyVerdict.ALLOWED, false, 6, 4),
                        new PolicyProbe.Answer(PolicyVerdict.UNMATCHED, true, 0, 0)),
                answers);
        assertTrue(answers.get(0).passes());
        assertEquals(Map.of(7, new PolicySetState(true, true, true, true, 0)), maps.sets());
    }

    private static PolicyProbe.Question question(int identity, Direction direction) {
        return new PolicyProbe.Question(0, 7, identity, direction, TCP, 80);
    }

    @Test
    void refusesWhatDoesNotFitBeforeItWritesAnything() {
        Map<PolicyKey, PolicyValue> all = new HashMap<>();
        IntStream.range(0, ROOM).forEach(i -> all.put(port(7, i), new PolicyValue(i, false, 2)));
        maps.put(all);
        maps.put(all);
        assertEquals(ROOM, maps.used());
        Map<PolicyKey, PolicyValue> more =
                Map.of(
                        port(7, 0), new PolicyValue(-1, true, 2),
                        port(8, 0), new PolicyValue(0, false, 2));
        PolicyMapFullException full =
                assertThrows(PolicyMapFullException.class, () -> maps.put(more));
        assertEquals(1, full.wanted());
        assertEquals(all, maps.rows());
        maps.delete(List.of(port(7, 1), port(7, 1), port(9, 1)));
        maps.put(more);
        assertEquals(ROOM, maps.used());
        assertEquals(ROOM, maps.rows().size());
    }

    @Test
    void takesOverWhatAnEarlierDaemonLeft() {
        maps.put(Map.of(port(7, 80), new PolicyValue(1, false, 2)));
        maps.putSet(7, new PolicySetState(true, false, false, false, 0));
        maps.flip(ENDPOINT, 7);
        datapath.restart();
        adopt("1.0.1", ROOM);
        assertEquals(1, maps.used());
        assertEquals(7, maps.setOf(ENDPOINT));
        assertEquals(PolicyVerdict.ALLOWED, verdict(80));
        assertEquals(PolicyVerdict.UNMATCHED, verdict(81));
        assertEquals(ROOM, maps.capacity());
    }

    @Test
    void saysWhereNothingWouldBeEnforcedWithoutIt() {
        PolicyStopped stopped = new PolicyStopped(maps);
        assertEquals(Optional.empty(), stopped.lost());
        maps.putSet(7, new PolicySetState(true, false, false, false, 0));
        maps.flip(ENDPOINT, 7);
        String begin = "policies would not be enforced any more on ";
        String end = ", until it is started again";
        assertEquals(Optional.of(begin + "1 endpoint" + end), stopped.lost());
        maps.flip(PolicyMaps.HOST, 7);
        maps.flip(ENDPOINT + 1, 7);
        assertEquals(Optional.of(begin + "2 endpoints and the host itself" + end), stopped.lost());
        maps.flip(ENDPOINT, 0);
        maps.flip(ENDPOINT + 1, 0);
        assertEquals(Optional.of(begin + "the host itself" + end), stopped.lost());
    }

    @Test
    void keepsItsRowsWhenTheSizeChanges() {
        maps.put(
                Map.of(
                        port(7, 80), new PolicyValue(1, false, 2),
                        port(7, 81), new PolicyValue(2, true, 2)));
        maps.putSet(7, new PolicySetState(true, false, false, false, 0));
        maps.flip(ENDPOINT, 7);
        datapath.restart();
        adopt("1.0.0", 2 * ROOM);
        assertEquals(2 * ROOM, maps.capacity());
        assertEquals(2, maps.used());
        assertEquals(PolicyVerdict.ALLOWED, verdict(80));
        assertEquals(PolicyVerdict.REFUSED, verdict(81));
        datapath.restart();
        adopt("1.0.0", 1);
        assertEquals(2 * ROOM, maps.capacity(), "too small for what is there");
        assertEquals(PolicyVerdict.ALLOWED, verdict(80));
    }

    @Test
    void standsInItsSlotOfEveryChain() {
        PolicyStage first = stage;
        int before = datapath.config().get().gen();
        adopt("1.0.1", ROOM);
        assertEquals(before + 1, datapath.config().get().gen(), "flows are judged anew");
        List<Chain> chains =
                datapath.pipelineOf(NAME, "1.0.1").slots().stream()
                        .filter(slot -> slot.slot() == Slots.POLICY)
                        .filter(slot -> slot.owner().equals(NAME))
                        .map(slot -> slot.chain())
                        .toList();
        assertEquals(List.of(Chain.values()), chains);
        stage.release();
        first.release();
        assertFalse(
                datapath.pipelineOf(NAME, "1.0.1").slots().stream()
                        .anyMatch(
                                slot -> slot.slot() == Slots.POLICY && slot.owner().equals(NAME)));
    }
}
