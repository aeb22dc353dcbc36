package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.rule.Abi;

/**
 * One change of a mode on all hosts, as the coordinator makes it: PREPARE, barrier, COMMIT,
 * CONFIRM, DRAIN, RETIRE. It decides once, durably, by confirming its own host; until then it can
 * only go back. What it cannot bring to its end is left to each host's {@link Settler}.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final Duration DECIDE = Duration.ofSeconds(5);
    private static final Duration RETIRE = Duration.ofSeconds(20);
    private static final int TELLS = 3;

    private final Order order;
    private final SwapRecord swap;
    private final Members members;
    private final Parallel parallel;
    private final Progress progress;
    private final Declaration declaration;
    private final Clock clock;
    private final Word word;
    private final Tally tally;
    private final Abi abi;
    private final Patience patience;
    private final Proof proof;
    private long committedAt;

    /** Writes down the mode that a group has from now on. */
    @FunctionalInterface
    interface Declaration {
        void write(String group, String mode);
    }

    /** What is the user's to say while it runs. */
    interface Word {
        /** Why to go back; empty while nobody wants that. */
        String abort();

        /** Waits for the user to confirm or abort, or the time to be over; whether confirmed. */
        boolean awaitConfirm(Duration longest) throws InterruptedException;
    }

    /**
     * Over that plan.
     *
     * @param abi what this host speaks
     * @param patience how long each host may take
     */
    Transaction(
            Plan plan,
            SwapRecord swap,
            Abi abi,
            Patience patience,
            Members members,
            Parallel parallel,
            Progress progress,
            Declaration declaration,
            Clock clock,
            Word word) {
        this.order = plan.order();
        this.swap = swap;
        this.abi = abi;
        this.patience = patience;
        this.members = members;
        this.parallel = parallel;
        this.progress = progress;
        this.declaration = declaration;
        this.clock = clock;
        this.word = word;
        this.tally = new Tally(swap, plan, clock.instant());
        this.proof = new Proof(plan, parallel, tally);
    }

    /** Makes it; returns the receipt, not signed. */
    ObjectNode run() throws InterruptedException {
        boolean committed = false;
        try {
            prepare();
            committed = true;
            commitAll();
        } catch (Back e) {
            return back(String.valueOf(e.getMessage()), committed);
        }
        return forward();
    }

    private void prepare() throws Back {
        ObjectNode body = abi.write(JsonNodeFactory.instance.objectNode());
        body.set("swap", swap.json());
        Parallel.Answers answers =
                parallel.call(
                        swap.members(),
                        Calls.PREPARE,
                        n -> body,
                        patience.prepare(),
                        late -> progress.line("prepare", "waiting for " + String.join(", ", late)));
        tally.phase("prepare", answers);
        List<String> problems = new ArrayList<>(answers.reasons());
        answers.given()
                .forEach((name, said) -> abi.against(name, Abi.of(said)).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw new Back("not prepared: " + String.join("; ", problems));
        }
        say("prepare", answers.micros(), hosts(swap.members()) + " receiving " + order.to());
        proof.before(swap.members());
        checkAbort();
    }

    private void commitAll() throws Back, InterruptedException {
        committedAt = System.nanoTime();
        if (order.canaries().isEmpty()) {
            commit("commit", swap.members());
        } else {
            commit("canary", order.canaries());
            prove(order.canaries());
            awaitUser("before the other hosts follow");
            List<String> rest = new ArrayList<>(swap.members());
            rest.removeAll(order.canaries());
            commit("commit", rest);
        }
        prove(swap.members());
        if (order.canaries().isEmpty()) {
            awaitUser("before it stays");
        }
        checkAbort();
        decide();
    }

    private void commit(String name, Collection<String> hosts) throws Back {
        JsonNode body = id();
        Parallel.Answers answers = parallel.call(hosts, Calls.COMMIT, n -> body, patience.commit());
        tally.phase(name, answers);
        tally.figure(name + "Ms", answers.micros() / 1000.0);
        if (!answers.whole()) {
            throw new Back("not committed: " + String.join("; ", answers.reasons()));
        }
        say(name, answers.micros(), hosts(hosts) + " sending by " + order.to());
        checkAbort();
    }

    private void awaitUser(String when) throws Back, InterruptedException {
        if (order.manual()) {
            progress.line("confirm", when + ", waiting for: vibrissa mode confirm");
            if (!word.awaitConfirm(left())) {
                checkAbort();
                throw new Back("not confirmed within " + order.confirm().toSeconds() + " s");
            }
        }
    }

    private void prove(Collection<String> hosts) throws Back {
        Proof.Paths paths = proof.after(hosts, left());
        if (!paths.silent().isEmpty()) {
            throw new Back(
                    "%s does not get through: %s"
                            .formatted(order.to(), String.join("; ", paths.silent())));
        }
        say("probe", paths.micros(), paths.answering() + " paths answer");
    }

    /** The point of no return: durable here before anybody else is told. */
    private void decide() throws Back {
        JsonNode body = JsonNodeFactory.instance.objectNode().set("swap", swap.json());
        Parallel.Answers own =
                parallel.call(List.of(members.self()), Calls.CONFIRM, n -> body, DECIDE);
        if (!own.whole()) {
            throw new Back("not confirmed: " + String.join("; ", own.reasons()));
        }
        tally.phase("confirm", own);
    }

    private ObjectNode forward() {
        List<String> others = new ArrayList<>(swap.members());
        others.remove(members.self());
        JsonNode body = JsonNodeFactory.instance.objectNode().set("swap", swap.json());
        Parallel.Answers answers = tell(others, Calls.CONFIRM, body);
        tally.phase("confirm", answers);
        say("confirm", answers.micros(), order.to() + " stays in group " + order.group());
        List<String> pending = new ArrayList<>(answers.reasons());
        try {
            declaration.write(order.group(), order.to());
        } catch (RuntimeException e) {
            LOG.error("group {} could not be declared to be {}", order.group(), order.to(), e);
            pending.add("PathGroup " + order.group() + " not written: " + e.getMessage());
        }
        if (pending.isEmpty()) {
            pending.addAll(retire(swap.members(), true));
        }
        return end(pending, "completed", "");
    }

    private ObjectNode back(String reason, boolean committed) {
        LOG.warn("mode change {} goes back: {}", swap.id(), reason);
        progress.line(committed ? "rollback" : "abort", reason);
        ObjectNode body = id().put("reason", reason).put("decided", true);
        Parallel.Answers answers = tell(swap.members(), Calls.ABORT, body);
        tally.phase("rollback", answers);
        tally.figure("rollbackMs", answers.micros() / 1000.0);
        List<String> pending = new ArrayList<>(answers.reasons());
        if (pending.isEmpty()) {
            List<String> known =
                    swap.members().stream()
                            .filter(name -> answers.given().get(name).has("phase"))
                            .toList();
            pending.addAll(retire(known, committed));
        }
        return end(pending, committed ? "rolled-back" : "aborted", reason);
    }

    /** Whoever is not told now learns it by asking. */
    private Parallel.Answers tell(List<String> hosts, String path, JsonNode body) {
        Parallel.Answers answers = parallel.call(hosts, path, n -> body, patience.commit());
        for (int i = 1; i < TELLS && !answers.whole(); i++) {
            Parallel.Answers more =
                    parallel.call(answers.failed().keySet(), path, n -> body, patience.commit());
            Map<String, JsonNode> given = new TreeMap<>(answers.given());
            given.putAll(more.given());
            answers = new Parallel.Answers(given, more.failed(), answers.micros() + more.micros());
        }
        return answers;
    }

    private ObjectNode end(List<String> pending, String result, String reason) {
        ObjectNode receipt = tally.end(result, reason, clock.instant());
        if (!pending.isEmpty()) {
            progress.line("later", "each host goes on by itself: " + String.join("; ", pending));
            ArrayNode list = receipt.putArray("pending");
            pending.forEach(list::add);
        }
        return receipt;
    }

    /** All hosts send by one mode: the other one is taken back when nothing comes by it. */
    private List<String> retire(List<String> hosts, boolean drain) {
        if (drain) {
            List<String> loud = drain(hosts);
            if (!loud.isEmpty()) {
                return loud;
            }
        }
        JsonNode id = id();
        Parallel.Answers retired = parallel.call(hosts, Calls.RETIRE, n -> id, RETIRE);
        tally.phase("retire", retired);
        tally.figures(retired.given());
        if (retired.whole()) {
            say("retire", retired.micros(), hosts(hosts) + " receiving one mode alone");
        }
        return retired.reasons();
    }

    private List<String> drain(List<String> hosts) {
        long quiet = order.drain().toMillis();
        long longest = quiet + Duration.ofSeconds(5).toMillis();
        ObjectNode body = id().put("quietMillis", quiet).put("longestMillis", longest);
        Parallel.Answers drained =
                parallel.call(hosts, Calls.DRAIN, n -> body, Duration.ofMillis(longest + 2000));
        tally.phase("drain", drained);
        if (drained.whole()) {
            say("drain", drained.micros(), "nothing comes by the other mode");
        }
        return drained.reasons();
    }

    private void checkAbort() throws Back {
        String reason = word.abort();
        if (!reason.isEmpty()) {
            throw new Back(reason);
        }
    }

    /** What is left of the time to confirm, with a margin in which all hosts are told. */
    private Duration left() {
        Duration margin = order.confirm().dividedBy(5);
        Duration most = Duration.ofSeconds(2);
        Duration window = order.confirm().minus(margin.compareTo(most) < 0 ? margin : most);
        Duration rest = window.minusNanos(System.nanoTime() - committedAt);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    private ObjectNode id() {
        return JsonNodeFactory.instance.objectNode().put("id", swap.id());
    }

    private void say(String phase, long micros, String text) {
        progress.line(phase, text + " (%.1f ms)".formatted(micros / 1000.0));
    }

    private String hosts(Collection<String> names) {
        return names.size() == 1 ? "1 host" : names.size() + " hosts";
    }

    /** Why nothing can be begun. */
    static Refused refused(Plan plan) {
        return new Refused(
                "group %s cannot change to %s; nothing was changed"
                        .formatted(plan.order().group(), plan.order().to()),
                plan.problems(),
                "");
    }
}
