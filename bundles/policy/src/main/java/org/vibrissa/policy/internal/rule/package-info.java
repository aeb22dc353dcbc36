/**
 * What policies mean, whatever document they were written in. The engine, the explanations and the
 * reference evaluator of the tests know these types alone; {@code document} translates into them.
 * All are immutable.
 *
 * <p>Meaning: an endpoint selected by a policy with {@code defaultDeny} of a direction lets
 * through, in that direction, what an allow rule of any policy that selects it matches, and nothing
 * else. A deny rule of any policy that selects it wins over every allow rule. An endpoint that
 * nobody selects lets everything through, unless enforcement is {@code always}.
 */
package org.vibrissa.policy.internal.rule;
