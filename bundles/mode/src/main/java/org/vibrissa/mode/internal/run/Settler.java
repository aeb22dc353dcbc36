package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.mode.internal.host.HostSwap;
import org.vibrissa.mode.internal.record.SwapPhase;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.rule.Rules;
import org.vibrissa.mode.internal.rule.Word;

/**
 * Brings a change to its end on this host by asking the others, whatever became of the coordinator.
 */
public final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final Duration ASK = Duration.ofMillis(700);

    private final HostSwap host;
    private final Members members;
    private final Parallel parallel;
    private final Clock clock;
    private final Coordinates coordinates;
    private final Finished finished;
    private String told = "";

    /** Whether this host's coordinator works on a change. */
    @FunctionalInterface
    public interface Coordinates {
        boolean on(String id);
    }

    /** Waits until a mode is quiet, and does what is left to do when the new mode stays. */
    @FunctionalInterface
    public interface Finished {
        void before(SwapRecord record) throws InterruptedException;
    }

    public Settler(
            HostSwap host,
            Members members,
            Parallel parallel,
            Clock clock,
            Coordinates coordinates,
            Finished finished) {
        this.host = host;
        this.members = members;
        this.parallel = parallel;
        this.clock = clock;
        this.coordinates = coordinates;
        this.finished = finished;
    }

    /** One look; returns whether something is left to settle. */
    public boolean settle() throws InterruptedException {
        Optional<SwapRecord> open = host.open();
        if (open.isEmpty()) {
            return false;
        }
        SwapRecord mine = open.get();
        Map<String, Word> words = ask(mine);
        Rules.Step step = Rules.next(mine, coordinates.on(mine.id()), words, clock.instant());
        String said = step + " " + words;
        if (step != Rules.Step.WAIT && !said.equals(told)) {
            told = said;
            LOG.info(
                    "mode change {} is {} here, others say {}: {}",
                    mine.id(),
                    mine.phase().word(),
                    words,
                    step);
        }
        switch (step) {
            case WAIT -> {}
            case CONFIRM -> host.confirm(mine);
            case UNDO -> host.abort(mine.id(), reason(mine, words));
            case TELL -> tell(mine, words);
            case FINISH -> {
                finished.before(mine);
                host.finish(mine.id());
            }
        }
        return host.open().isPresent();
    }

    private static String reason(SwapRecord mine, Map<String, Word> words) {
        if (mine.phase() == SwapPhase.COMMITTED) {
            return "not confirmed within " + mine.confirm().toMillis() + " ms";
        }
        return words.getOrDefault(mine.coordinator(), Word.NONE).reached()
                ? mine.coordinator() + " works on it no more"
                : mine.coordinator() + " does not answer";
    }

    /** Who has left the fleet is asked no more; who came later may send by the old mode. */
    private Map<String, Word> ask(SwapRecord mine) {
        List<String> names = new ArrayList<>(members.others());
        JsonNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", mine.id())
                        .put("group", mine.group());
        Parallel.Answers answers = parallel.call(names, Calls.STATUS, name -> body, ASK);
        Map<String, Word> words = new TreeMap<>();
        names.forEach(name -> words.put(name, Word.NONE));
        answers.given().forEach((name, answer) -> words.put(name, Word.of(answer)));
        return words;
    }

    private void tell(SwapRecord mine, Map<String, Word> words) {
        boolean forward = mine.phase() == SwapPhase.CONFIRMED;
        List<String> behind =
                words.entrySet().stream()
                        .filter(entry -> entry.getValue().reached())
                        .filter(
                                entry ->
                                        entry.getValue()
                                                .phase()
                                                .filter(
                                                        forward
                                                                ? SwapPhase::forward
                                                                : SwapPhase::backward)
                                                .isEmpty())
                        .map(Map.Entry::getKey)
                        .toList();
        JsonNode body =
                forward
                        ? JsonNodeFactory.instance.objectNode().set("swap", mine.json())
                        : JsonNodeFactory.instance
                                .objectNode()
                                .put("id", mine.id())
                                .put("reason", mine.reason());
        parallel.call(behind, forward ? Calls.CONFIRM : Calls.ABORT, name -> body, ASK);
    }
}
