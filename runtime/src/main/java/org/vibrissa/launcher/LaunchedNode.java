package org.vibrissa.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vibrissa.runtime.Node;

/** This daemon as bundles see it. */
record LaunchedNode(
        String name,
        String version,
        Instant startedAt,
        Path runDir,
        Path stateDir,
        Path bpfDir,
        Path configDir,
        List<String> expectedChecks,
        LateBundles late)
        implements Node {
    static LaunchedNode of(
            Options options, Distribution distribution, StartClock clock, LateBundles late) {
        return new LaunchedNode(
                options.node(),
                distribution.version(),
                clock.startedAt(),
                options.runDir(),
                options.stateDir(),
                options.bpfDir(),
                options.configDir(),
                distribution.readyChecks(),
                late);
    }

    @Override
    public void awaitLateBundles(Duration limit) throws InterruptedException {
        late.await(limit);
    }
}
