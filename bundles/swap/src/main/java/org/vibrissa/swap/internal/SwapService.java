package org.vibrissa.swap.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfRehearsal;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.StageAdmission;
import org.vibrissa.runtime.Node;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.BundleRemoval;
import org.vibrissa.swap.BundleSwap;
import org.vibrissa.swap.ReceiptBook;
import org.vibrissa.swap.SwapFailed;
import org.vibrissa.swap.SwapReceipt;

/** Swaps bundles, keeps their jars and receipts, and starts the kept ones with the daemon. */
@Component(immediate = true)
public final class SwapService implements BundleSwap {
    private static final Logger LOG = LoggerFactory.getLogger(SwapService.class);

    /** Outcome of a dry run, whose receipt is not kept. */
    private static final String CHECKED = "checked";

    private static final String BUSY = "another swap is running";
    private static final String LATER = "try again when it has ended";

    private final BundleContext framework;
    private final Node node;
    private final Retirement retirement;
    private final HandOver handOver;
    private final NewVersion newVersion;
    private final Preflight preflight;
    private final Uninstallation uninstallation;
    private final KeptBundles kept;
    private final Receipts receipts;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ReceiptBook book;

    @Activate
    public SwapService(
            BundleContext framework,
            @Reference ServiceComponentRuntime scr,
            @Reference Pipeline pipeline,
            @Reference StageAdmission admission,
            @Reference BpfRehearsal rehearsal,
            @Reference BpfInventory inventory,
            @Reference Node node) {
        this.framework = framework;
        this.node = node;
        Departure departure = new Departure(framework, scr);
        this.retirement = new Retirement(departure);
        this.handOver = new HandOver(pipeline);
        this.newVersion = new NewVersion(framework, new Components(scr), departure);
        this.preflight = new Preflight(rehearsal, admission);
        this.kept = new KeptBundles(node.stateDir().resolve("bundles"));
        this.uninstallation =
                new Uninstallation(
                        framework, retirement, new Holdings(pipeline, inventory), admission, kept);
        this.receipts = new Receipts(node.stateDir().resolve("receipts"));
        kept.list().forEach(this::startKept);
    }

    private void startKept(Path jar) {
        try {
            BundleFile file = BundleFile.parse(Files.readAllBytes(jar), jar.toString());
            Optional<Bundle> there = running(file.name());
            if (there.isPresent()) {
                supersede(file, there.get());
                return;
            }
            Bundle bundle = newVersion.install(file);
            newVersion.start(bundle);
            LOG.info("started kept bundle {} {}", file.name(), file.version());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read kept bundle " + jar, e);
        } catch (SwapFailed e) {
            LOG.error(
                    "kept bundle {} did not start; what it left in the datapath runs on: {}",
                    jar,
                    e.getMessage());
        }
    }

    /** A bundle of the distribution that a user has swapped: the newer one is in force. */
    private void supersede(BundleFile file, Bundle there) {
        if (there.getLocation().equals(file.location())) {
            return; // This component alone starts anew.
        }
        if (file.version().compareTo(there.getVersion()) <= 0) {
            LOG.warn(
                    "{} {} of the distribution runs, not the kept {}, which is no newer",
                    file.name(),
                    there.getVersion(),
                    file.version());
            return;
        }
        HandOver.Slots before = handOver.slotsOf(file.name());
        Bundle bundle = newVersion.install(file);
        try {
            newVersion.start(bundle);
            handOver.check(before, file.version());
        } catch (SwapFailed e) {
            newVersion.remove(bundle);
            throw e;
        }
        handOver.drain();
        retirement.retire(there);
        LOG.info("kept bundle {} {} is in force", file.name(), file.version());
    }

    @Override
    public SwapReceipt swap(byte[] jar, String source, boolean dryRun, Consumer<String> progress) {
        if (!oneAtATime.tryLock()) {
            throw new SwapFailed("pre-flight", BUSY, LATER);
        }
        try {
            return swapAlone(BundleFile.parse(jar, source), dryRun, new Phases(progress));
        } finally {
            oneAtATime.unlock();
        }
    }

    @Override
    public BundleRemoval uninstall(String name, boolean force, boolean dryRun, boolean accepted) {
        if (!oneAtATime.tryLock()) {
            throw new BundleFailure(BUSY, LATER);
        }
        try {
            return uninstallation.run(name, force, dryRun, accepted);
        } finally {
            oneAtATime.unlock();
        }
    }

    private SwapReceipt swapAlone(BundleFile file, boolean dryRun, Phases phases) {
        Optional<Bundle> old = running(file.name());
        phases.begin("pre-flight");
        old.ifPresent(
                bundle -> {
                    newVersion.checkDiffers(file, bundle);
                    retirement.checkReplaceable(bundle);
                });
        HandOver.Slots before = handOver.slotsOf(file.name());
        Bundle bundle = newVersion.install(file);
        try {
            newVersion.resolve(bundle);
            preflight.check(bundle);
            if (dryRun) {
                newVersion.remove(bundle);
                return receipt(file, old, CHECKED, "", phases, before);
            }
            phases.begin("start");
            newVersion.start(bundle);
            phases.begin("hand-over");
            handOver.check(before, file.version());
        } catch (SwapFailed e) {
            newVersion.remove(bundle);
            if (!dryRun) {
                keep(receipt(file, old, "failed", e.getMessage(), phases, before));
            }
            throw e;
        }
        kept.keep(file);
        phases.begin("drain");
        handOver.drain();
        phases.begin("retire");
        old.ifPresent(retirement::retire);
        String outcome = old.isPresent() ? "swapped" : "installed";
        SwapReceipt receipt = receipt(file, old, outcome, "", phases, before);
        keep(receipt);
        return receipt;
    }

    /** Here always, and signed while there is a book: a swap does not fail for want of one. */
    private void keep(SwapReceipt receipt) {
        receipts.write(receipt);
        ReceiptBook now = book;
        if (now == null) {
            LOG.warn("receipt {} is not signed: bundle mode does not run", receipt.id());
            return;
        }
        try {
            now.sign(SignedReceipt.of(receipt));
        } catch (RuntimeException e) {
            LOG.warn("receipt {} is not signed", receipt.id(), e);
        }
    }

    private Optional<Bundle> running(String name) {
        return Arrays.stream(framework.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .max(Comparator.comparing(Bundle::getVersion));
    }

    private SwapReceipt receipt(
            BundleFile file,
            Optional<Bundle> old,
            String outcome,
            String reason,
            Phases phases,
            HandOver.Slots before) {
        return new SwapReceipt(
                outcome.equals(CHECKED) ? "" : receipts.nextId(phases.startedAt()),
                node.name(),
                file.name(),
                old.map(bundle -> bundle.getVersion().toString()).orElse(""),
                file.version().toString(),
                outcome,
                reason,
                phases.startedAt(),
                phases.end(),
                before.places(),
                handOver.micros(before),
                handOver.packetsSince(before),
                file.sha256());
    }

    @Override
    public List<SwapReceipt> receipts() {
        return receipts.list();
    }

    /** Times the phases of one swap. */
    private static final class Phases {
        private final Instant startedAt = Instant.now();
        private final Consumer<String> progress;
        private final List<SwapReceipt.Phase> done = new ArrayList<>();
        private String current = "";
        private long since;

        Phases(Consumer<String> progress) {
            this.progress = progress;
        }

        void begin(String phase) {
            finish();
            current = phase;
            since = System.nanoTime();
            progress.accept(phase);
        }

        List<SwapReceipt.Phase> end() {
            finish();
            return List.copyOf(done);
        }

        Instant startedAt() {
            return startedAt;
        }

        private void finish() {
            if (!current.isEmpty()) {
                done.add(new SwapReceipt.Phase(current, (System.nanoTime() - since) / 1000));
                current = "";
            }
        }
    }
}
