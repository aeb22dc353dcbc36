package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.receipt.Receipts;
import org.vibrissa.mode.internal.record.SwapPhase;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.rule.Abi;
import org.vibrissa.node.GroupModes;

/** Changes of modes that this host coordinates, one at a time. Thread safe. */
final class Coordination implements HostCalls.Coordinator {
    private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);
    private static final Duration TELL = Duration.ofSeconds(5);

    private final GroupModes modes;
    private final Members members;
    private final Parallel parallel;
    private final Receipts receipts;
    private final GroupDeclaration declaration;
    private final Abi abi;
    private final Clock clock;
    private volatile Optional<Running> running = Optional.empty();

    /** With the time of day, which receipts tell. */
    Coordination(
            GroupModes modes,
            Members members,
            Parallel parallel,
            Receipts receipts,
            GroupDeclaration declaration,
            Abi abi,
            Clock clock) {
        this.modes = modes;
        this.members = members;
        this.parallel = parallel;
        this.receipts = receipts;
        this.declaration = declaration;
        this.abi = abi;
        this.clock = clock;
    }

    /**
     * Makes a change and waits for its end.
     *
     * @return the signed receipt
     * @throws Refused with each reason; nothing was changed
     */
    ObjectNode swap(Plan plan, Patience patience, Progress progress) throws InterruptedException {
        if (!plan.problems().isEmpty()) {
            throw Transaction.refused(plan);
        }
        SwapRecord record = record(plan);
        Running mine = new Running(record.id());
        synchronized (this) {
            if (running.isPresent()) {
                throw new Refused("mode change " + running.get().id() + " is running");
            }
            running = Optional.of(mine);
        }
        try {
            ObjectNode receipt =
                    new Transaction(
                                    plan,
                                    record,
                                    abi,
                                    patience,
                                    members,
                                    parallel,
                                    progress,
                                    declaration,
                                    clock,
                                    mine)
                            .run();
            ObjectNode signed = receipts.add(receipt);
            handOut(signed, record);
            return signed;
        } finally {
            running = Optional.empty();
            mine.over();
        }
    }

    private SwapRecord record(Plan plan) {
        Instant now = clock.instant();
        Order order = plan.order();
        String id =
                SwapRecord.ID_TIME.format(now)
                        + "-"
                        + Integer.toHexString(members.self().hashCode());
        String from = modes.inForce(order.group()).orElse("");
        return new SwapRecord(
                id,
                order.group(),
                from,
                order.to(),
                members.self(),
                plan.names(),
                SwapPhase.PREPARED,
                order.confirm(),
                now,
                order.by(),
                "");
    }

    /** The receipt of a change that this host began before a restart, if there is none yet. */
    void late(SwapRecord record) {
        if (record.coordinator().equals(members.self()) && receipts.get(record.id()).isEmpty()) {
            handOut(receipts.add(Tally.late(record, clock.instant())), record);
        }
    }

    private void handOut(ObjectNode signed, SwapRecord record) {
        List<String> others = new ArrayList<>(record.members());
        others.remove(members.self());
        Parallel.Answers sent = parallel.call(others, Calls.RECEIPT, name -> signed, TELL);
        sent.reasons().forEach(reason -> LOG.warn("receipt not given to {}", reason));
    }

    @Override
    public boolean on(String id) {
        return running.filter(mine -> mine.id().equals(id)).isPresent();
    }

    @Override
    public boolean abort(String id, String reason) {
        Optional<Running> mine = running.filter(r -> r.id().equals(id));
        mine.ifPresent(r -> r.abort(reason));
        return mine.isPresent();
    }

    @Override
    public boolean confirm(String id) {
        Optional<Running> mine = running.filter(r -> r.id().equals(id));
        mine.ifPresent(Running::confirm);
        return mine.isPresent();
    }

    @Override
    public void receipt(JsonNode receipt) {
        receipts.add(receipt);
    }
}
