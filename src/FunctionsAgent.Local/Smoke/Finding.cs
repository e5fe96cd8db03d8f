using System;

namespace FunctionsAgent.Local.Smoke;

internal enum Verdict { Ok, Failed, NotChecked }

/// <summary>What one check saw.</summary>
internal sealed record Finding(string Check, Verdict Verdict, string Detail, long Milliseconds)
{
    public string Result => Verdict switch { Verdict.Ok => "ok", Verdict.Failed => "FAILED", _ => "not checked" };
}

/// <summary>The instance answered otherwise than it should.</summary>
internal sealed class SmokeException(string message) : Exception(message);

/// <summary>The check cannot be made here, and why.</summary>
internal sealed class NotCheckedException(string message) : Exception(message);
