package org.vibrissa.mode.internal.host;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.mode.internal.record.SwapBook;
import org.vibrissa.mode.internal.record.SwapPhase;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.node.GroupModes;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peers;

/**
 * One host's part in a change of a mode: the steps between its phases. What a step would leave
 * undone after a crash is written down before it, but for the commit, which writes to the kernel
 * first: a prepared host in whose kernel the new mode is in force is committed. Thread safe.
 */
public final class HostSwap {
    private static final Logger LOG = LoggerFactory.getLogger(HostSwap.class);

    private final GroupModes modes;
    private final Peers peers;
    private final SwapBook book;
    private final Clock clock;
    private final Executor behind;
    private final Runnable opened;
    private Optional<SwapRecord> open;

    /**
     * Takes up what the book says.
     *
     * @param behind runs what need not be waited for, in order
     * @param opened called when there is something that must be brought to its end
     */
    public HostSwap(
            GroupModes modes,
            Peers peers,
            SwapBook book,
            Clock clock,
            Executor behind,
            Runnable opened) {
        this.modes = modes;
        this.peers = peers;
        this.book = book;
        this.clock = clock;
        this.behind = behind;
        this.opened = opened;
        this.open = book.open().map(this::taken);
    }

    /** What happened last may be missing in the book; the kernel knows it. */
    private SwapRecord taken(SwapRecord read) {
        Instant now = clock.instant();
        // Written before the host's clock was set back: its deadline would come too late.
        SwapRecord stored =
                read.since().isAfter(now) ? read.at(read.phase(), now, read.reason()) : read;
        if (stored.phase().forward() || stored.phase().backward()) {
            return stored;
        }
        boolean committed =
                !stored.from().equals(stored.to())
                        && modes.inForce(stored.group()).equals(Optional.of(stored.to()));
        SwapPhase phase = committed ? SwapPhase.COMMITTED : SwapPhase.PREPARED;
        return stored.phase() == phase ? stored : stored.at(phase, clock.instant(), "");
    }

    /** The change that is not over. */
    public synchronized Optional<SwapRecord> open() {
        return open;
    }

    /** One that is open or over. */
    public synchronized Optional<SwapRecord> get(String id) {
        return open.filter(record -> record.id().equals(id)).or(() -> book.get(id));
    }

    /**
     * Receives the new mode from now on.
     *
     * @return the record with the mode that is in force here
     * @throws Refused with each reason; nothing is changed
     */
    public synchronized SwapRecord prepare(SwapRecord offered) {
        if (open.isPresent()) {
            throw new Refused(
                    "mode change %s of group %s to %s is %s here, begun at %s"
                            .formatted(
                                    open.get().id(),
                                    open.get().group(),
                                    open.get().to(),
                                    open.get().phase().word(),
                                    open.get().coordinator()));
        }
        if (book.get(offered.id()).isPresent()) {
            throw new Refused("mode change " + offered.id() + " is over here");
        }
        SwapRecord record =
                offered.from(modes.inForce(offered.group()).orElse(""))
                        .at(SwapPhase.PREPARED, clock.instant(), "");
        write(record);
        try {
            modes.accept(record.group(), record.to());
        } catch (IllegalStateException e) {
            write(record.at(SwapPhase.WITHDRAWN, clock.instant(), e.getMessage()));
            throw new Refused(e.getMessage());
        }
        opened.run();
        return record;
    }

    /** Sends by the new mode from now on. */
    public synchronized SwapRecord commit(String id) {
        SwapRecord record = require(id);
        if (record.phase() == SwapPhase.PREPARED) {
            modes.force(record.group(), record.to());
            SwapRecord next = record.at(SwapPhase.COMMITTED, clock.instant(), "");
            open = Optional.of(next);
            LOG.info("mode change {}: {} is in force in {}", id, next.to(), next.group());
            behind.execute(() -> remember(next));
            return next;
        }
        if (record.phase().backward()) {
            throw new Refused("mode change " + id + " is undone here: " + record.reason());
        }
        return record;
    }

    /** Not before the answer, and not when more has happened since. */
    private synchronized void remember(SwapRecord committed) {
        if (open.equals(Optional.of(committed))) {
            book.write(committed);
        }
    }

    /**
     * The new mode stays, whatever this host has done before: what one host knows is so for all.
     */
    public synchronized SwapRecord confirm(SwapRecord offered) {
        SwapRecord record = get(offered.id()).orElse(null);
        if (record == null) {
            record = prepare(offered);
        }
        if (record.phase().forward()) {
            return record;
        }
        if (open.isPresent() && !open.get().id().equals(record.id())) {
            throw new Refused("mode change " + open.get().id() + " is not over here");
        }
        if (record.phase() != SwapPhase.COMMITTED) {
            modes.accept(record.group(), record.to());
            modes.force(record.group(), record.to());
        }
        return write(record.at(SwapPhase.CONFIRMED, clock.instant(), ""));
    }

    /**
     * Sends by the old mode again.
     *
     * @return empty when the change is not known here
     * @throws Refused when the new mode is confirmed
     */
    public synchronized Optional<SwapRecord> abort(String id, String reason) {
        Optional<SwapRecord> known = get(id);
        if (known.isEmpty() || known.get().phase().backward()) {
            return known;
        }
        SwapRecord record = known.get();
        if (record.phase().forward()) {
            throw new Refused("mode change " + id + " is confirmed; it cannot be undone");
        }
        if (!record.from().isEmpty()
                && !modes.inForce(record.group()).equals(Optional.of(record.from()))) {
            modes.force(record.group(), record.from());
        }
        LOG.info("mode change {}: undone, {}", id, reason);
        return Optional.of(write(record.at(SwapPhase.UNDONE, clock.instant(), reason)));
    }

    /** Receives only what is in force: no host sends by another mode any more. */
    public synchronized SwapRecord finish(String id) {
        SwapRecord record = require(id);
        if (record.phase().over()) {
            return record;
        }
        Instant now = clock.instant();
        if (record.phase() == SwapPhase.CONFIRMED) {
            release(record.group());
            return write(record.at(SwapPhase.DONE, now, ""));
        }
        if (record.phase() == SwapPhase.UNDONE) {
            if (!modes.inForce(record.group()).equals(Optional.of(record.to()))) {
                modes.unaccept(record.group(), record.to());
            }
            return write(record.at(SwapPhase.WITHDRAWN, now, record.reason()));
        }
        throw new Refused("mode change " + id + " is " + record.phase().word() + " here");
    }

    /**
     * Accepts no mode of the group but the one in force.
     *
     * @return the modes that were taken back
     */
    public synchronized List<String> release(String group) {
        String inForce = modes.inForce(group).orElse("");
        List<String> others =
                peers.group(group).map(PathGroup::accepts).orElse(List.of()).stream()
                        .filter(mode -> !mode.equals(inForce))
                        .toList();
        others.forEach(mode -> modes.unaccept(group, mode));
        return others;
    }

    private SwapRecord require(String id) {
        return get(id).orElseThrow(() -> new Refused("mode change " + id + " is not known here"));
    }

    private SwapRecord write(SwapRecord record) {
        book.write(record);
        open = record.phase().over() ? Optional.empty() : Optional.of(record);
        LOG.info(
                "mode change {}: {} to {} in group {} is {}",
                record.id(),
                record.from(),
                record.to(),
                record.group(),
                record.phase().word());
        return record;
    }
}
