using System.Diagnostics;

namespace FunctionsAgent.Pipeline;

/// <summary>One trace per turn: every envelope carries the W3C traceparent of what caused it.</summary>
public static class Telemetry
{
    public static readonly ActivitySource Source = new("FunctionsAgent");
}
