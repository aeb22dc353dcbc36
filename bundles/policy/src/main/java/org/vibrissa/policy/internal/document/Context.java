package org.vibrissa.policy.internal.document;

import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.PolicyName;

/**
 * What readers know beside the spec.
 *
 * @param name of the policy
 * @param audit whether it only says what it would do
 * @param lines where the document was written
 * @param cidrs reads prefixes and groups
 * @param problems takes what is wrong
 */
record Context(
        PolicyName name, boolean audit, SourceLines lines, CidrReader cidrs, Problems problems) {
    Origin origin(String path) {
        return new Origin(name, path, lines.file(), lines.line(path));
    }
}
