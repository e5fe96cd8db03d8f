namespace FunctionsAgent.Policies;

/// <summary>What a policy's condition means when it reads something that is absent.</summary>
public enum WhenUnknown { Skip, Match, Ask }

/// <summary>A policy as <c>agent.yaml</c> writes it (contracts C5).</summary>
/// <param name="At">message, reply or tool:NAME.</param>
/// <param name="When">An Agent Script expression, as written: settings are not filled in.</param>
/// <param name="Unknown">As said, else match for refuse and escalate, and skip for the others.</param>
/// <param name="Do">Answer, Ask, Require, Confirm, Refuse or Escalate.</param>
/// <param name="Text">What the customer is told; always there for Answer, Ask and Confirm.</param>
/// <param name="Assurance">What Require asks for: stated, channel or verified; null for the others.</param>
/// <param name="WhenAt">Where the text of <paramref name="When"/> begins, behind a quotation mark.</param>
public sealed record PolicySpec(
    string Name, string Version, string At, string When, WhenUnknown Unknown, Do Do, string? Text, string? Assurance, FilePosition WhenAt);
