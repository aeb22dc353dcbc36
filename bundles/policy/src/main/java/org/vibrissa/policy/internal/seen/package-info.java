/** What flow events say to policy: flows for previews, what audit would have refused. */
package org.vibrissa.policy.internal.seen;
