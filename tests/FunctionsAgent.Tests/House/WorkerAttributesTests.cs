using System.Reflection;
using FunctionsAgent.Local;

namespace FunctionsAgent.Tests.House;

/// <summary>Function classes compile against the real worker too: what they can name here is this list, and nothing else.</summary>
public sealed class WorkerAttributesTests
{
    private static readonly string[] Surface =
    [
        "AuthorizationLevel.Admin = 4",
        "AuthorizationLevel.Anonymous = 0",
        "AuthorizationLevel.Function = 2",
        "AuthorizationLevel.System = 3",
        "AuthorizationLevel.User = 1",
        "BindingContext: abstract",
        "BindingContext.BindingData: IReadOnlyDictionary`2",
        "FunctionAttribute(String name)",
        "FunctionAttribute.Name: String",
        "FunctionContext: abstract",
        "FunctionContext.BindingContext: BindingContext",
        "FunctionContext.CancellationToken: CancellationToken",
        "FunctionContext.FunctionId: String",
        "FunctionContext.InstanceServices: IServiceProvider",
        "FunctionContext.InvocationId: String",
        "HttpTriggerAttribute(AuthorizationLevel authLevel, String[] methods)",
        "HttpTriggerAttribute.AuthLevel: AuthorizationLevel",
        "HttpTriggerAttribute.Methods: String[]",
        "HttpTriggerAttribute.Route: String",
        "ScheduleStatus()",
        "ScheduleStatus.Last: DateTime",
        "ScheduleStatus.LastUpdated: DateTime",
        "ScheduleStatus.Next: DateTime",
        "ServiceBusTriggerAttribute(String queueName)",
        "ServiceBusTriggerAttribute.Connection: String",
        "ServiceBusTriggerAttribute.IsSessionsEnabled: Boolean",
        "ServiceBusTriggerAttribute.QueueName: String",
        "TimerInfo()",
        "TimerInfo.IsPastDue: Boolean",
        "TimerInfo.ScheduleStatus: ScheduleStatus",
        "TimerTriggerAttribute(String schedule)",
        "TimerTriggerAttribute.Schedule: String",
    ];

    [Fact]
    public void The_worker_surface_is_the_agreed_one()
    {
        var found = typeof(LocalHost).Assembly.GetExportedTypes()
            .Where(type => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)
            .SelectMany(Describe)
            .Order(StringComparer.Ordinal);

        Assert.Equal(Surface.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Every_type_stands_in_the_workers_own_namespace() =>
        Assert.All(
            typeof(LocalHost).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Microsoft.Azure", StringComparison.Ordinal) == true && type.IsPublic),
            type => Assert.Equal("Microsoft.Azure.Functions.Worker", type.Namespace));

    private static IEnumerable<string> Describe(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Select(value => $"{type.Name}.{value} = {Convert.ToInt32(value, null)}");
        var made = type.IsAbstract ? [$"{type.Name}: abstract"]
            : type.GetConstructors().Select(c => $"{type.Name}({string.Join(", ", c.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}"))})");
        var methods = type.GetMethods(own).Where(method => !method.IsSpecialName).Select(method => $"{type.Name}.{method.Name}()");
        return made.Concat(type.GetProperties(own).Select(p => $"{type.Name}.{p.Name}: {p.PropertyType.Name}")).Concat(methods);
    }
}
