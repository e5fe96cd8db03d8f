namespace FunctionsAgent.Tests.Chaos;

internal static class Child
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
