using System;
using System.Collections.Immutable;
using System.Reflection;

namespace FunctionsAgent.Local;

/// <summary>One function: its name, the method that is it, and what triggers it.</summary>
internal sealed record FunctionEntry(string Name, Type Type, MethodInfo Method, Trigger Trigger)
{
    /// <summary>Where a reader finds it, for error messages: <c>ChatPage.RunAsync</c>.</summary>
    public string Place => $"{Type.Name}.{Method.Name}";
}

/// <summary>What makes a function run.</summary>
internal abstract record Trigger
{
    private Trigger() { }

    /// <param name="Route">Template without a leading slash.</param>
    /// <param name="Methods">Upper case; empty means every method.</param>
    internal sealed record Http(string Route, ImmutableArray<string> Methods) : Trigger;

    internal sealed record Queue(string Name, bool Sessions) : Trigger;

    /// <param name="Schedule">NCRONTAB, six fields, UTC.</param>
    internal sealed record Timer(string Schedule) : Trigger;
}

/// <summary>A function class uses something outside the surface that both hosts offer. Found at start, never while serving.</summary>
internal sealed class FunctionCatalogException(string message) : Exception(message);
