namespace FunctionsAgent.Tests;

/// <summary>The test program; started with <c>chaos</c> it is the child that a Chaos test lets die.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args is ["chaos", .. var rest] ? Chaos.Child.RunAsync(rest) : Task.FromResult(0);
}
