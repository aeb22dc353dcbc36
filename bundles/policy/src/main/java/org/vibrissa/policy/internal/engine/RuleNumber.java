package org.vibrissa.policy.internal.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * Numbers of rules that come from what a rule says and where it is written. The same rule has the
 * same number after a restart, so that rows which are in the kernel need not be written again and
 * events of the time before it name the right one.
 */
final class RuleNumber {
    private RuleNumber() {}

    /**
     * The number to begin with; another rule may have it.
     *
     * @param numbers how many there are: 1..numbers
     */
    static int of(Policy policy, Rule rule, int numbers) {
        String text =
                String.join(
                        "\n",
                        rule.origin().toString(),
                        rule.direction().name(),
                        Boolean.toString(rule.deny()),
                        rule.peers().toString(),
                        rule.ports().toString(),
                        rule.waitsFor().orElse(""),
                        policy.labels().toString(),
                        policy.log());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Math.floorMod(ByteBuffer.wrap(digest).getInt(), numbers) + 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
