using System.Text.Json;

namespace RetailSupport.Backend;

/// <summary>Stands for the company's systems: a small HTTP API with data of its own, kept in memory.</summary>
public static class Backend
{
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>An API that is not started yet. After <c>StartAsync</c> its <c>Urls</c> name the port, also where <paramref name="url"/> has port 0.</summary>
    /// <param name="data">The data to serve; fresh sample data when it is not given.</param>
    public static WebApplication Create(string url, BackendData? data = null)
    {
        // Empty, as a process that hosts it has environment variables and settings files meant for something else.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        builder.Services.AddRouting();
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        builder.Services.AddSingleton(data ?? new BackendData());

        var app = builder.Build();
        app.UseStatusCodePages();
        OrderEndpoints.Map(app);
        OrderChangeEndpoints.Map(app);
        RefundEndpoints.Map(app);
        return app;
    }
}
