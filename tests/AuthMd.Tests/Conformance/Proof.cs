using System.Reflection;
using System.Runtime.ExceptionServices;
using AuthMd.Tests.Drivers;
using Xunit.Sdk;

namespace AuthMd.Tests.Conformance;

/// <summary>A test elsewhere that proves an item, with all its rows or with those that contain a value.</summary>
/// <param name="Row">One of the row's values; null: every row.</param>
public sealed record Proof(Type Tests, string Method, object? Row = null)
{
    /// <summary>Runs it as the test framework would.</summary>
    /// <exception cref="Exception">What the test fails with.</exception>
    public async Task RunAsync(AuthMdDialect dialect)
    {
        Service.Spoken.Value = dialect;
        var method = Tests.GetMethod(Method) ?? throw new InvalidOperationException($"{Tests.Name} has no test '{Method}'.");
        var rows = method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).ToList();
        if (method.GetCustomAttribute<FactAttribute>() is null) throw new InvalidOperationException($"'{Method}' is no test.");
        if (method.GetParameters().Length == 0) rows.Add([]);
        var meant = rows.Where(row => Row is null || row.Contains(Row)).ToList();
        if (meant.Count == 0) throw new InvalidOperationException($"'{Method}' has no row with '{Row}'.");
        foreach (var row in meant) await RunAsync(method, row);
    }

    private async Task RunAsync(MethodInfo method, object?[] row)
    {
        var tests = Activator.CreateInstance(Tests)!;
        if (tests is IAsyncLifetime before) await before.InitializeAsync();
        try
        {
            await (method.Invoke(tests, row) as Task ?? Task.CompletedTask);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
        }
        finally
        {
            if (tests is IAsyncLifetime after) await after.DisposeAsync();
            (tests as IDisposable)?.Dispose();
        }
    }
}
